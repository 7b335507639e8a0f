/** What the functions are allowed that tell people by push. */

import type { EntryPoint } from '#lib/bundle.ts';

export const ofPushes: Readonly<Record<string, { entryPoint: EntryPoint; grants: readonly string[] }>> = {
  HttpApiPush: {
    entryPoint: 'http/push',
    grants: [
      'dynamodb:BatchGetItem {TablesConnections.Arn}',
      'dynamodb:GetItem {TablesConnections.Arn}',
      'dynamodb:GetItem {TablesUsers.Arn}',
      'dynamodb:PutItem {TablesConnections.Arn}',
      'dynamodb:UpdateItem {TablesConnections.Arn}',
      'secretsmanager:GetSecretValue {SecretsRoot}',
    ],
  },
};
