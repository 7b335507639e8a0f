/** What the function of attachments is allowed: to sign links and forms, it must be allowed what they do. */

import type { EntryPoint } from '#lib/bundle.ts';

export const ofAttachments: Readonly<Record<string, { entryPoint: EntryPoint; grants: readonly string[] }>> = {
  HttpApiAttachments: {
    entryPoint: 'http/attachments',
    grants: [
      'dynamodb:BatchGetItem {TablesConversations.Arn}',
      'dynamodb:BatchGetItem {TablesUsers.Arn}',
      'dynamodb:GetItem {TablesMessages.Arn}',
      'dynamodb:GetItem {TablesPosts.Arn}',
      'dynamodb:GetItem {TablesUsers.Arn}',
      'dynamodb:PutItem {TablesAttachments.Arn}',
      'dynamodb:UpdateItem {TablesConnections.Arn}',
      's3:GetObject {Files.Arn}/kept/*',
      's3:PutObject {Files.Arn}/incoming/*',
    ],
  },
};
