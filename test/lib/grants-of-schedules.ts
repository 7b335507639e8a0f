/** What scheduled functions are allowed: the sweep, which finishes what requests began, and the export of accounts. */

import type { EntryPoint } from '#lib/bundle.ts';

export const ofSchedules: Readonly<Record<string, { entryPoint: EntryPoint; grants: readonly string[] }>> = {
  SweepSweeper: {
    entryPoint: 'trigger/sweep',
    grants: [
      'cognito-idp:AdminDeleteUser {IdentityUserPool.Arn}',
      'cognito-idp:AdminGetUser {IdentityUserPool.Arn}',
      'cognito-idp:AdminUserGlobalSignOut {IdentityUserPool.Arn}',
      'cognito-idp:ListUsers {IdentityUserPool.Arn}',
      'dynamodb:BatchGetItem {TablesMessages.Arn}',
      'dynamodb:BatchWriteItem {TablesConversations.Arn}',
      'dynamodb:BatchWriteItem {TablesMessages.Arn}',
      'dynamodb:BatchWriteItem {TablesPostIndex.Arn}',
      'dynamodb:DeleteItem {TablesAttachments.Arn}',
      'dynamodb:DeleteItem {TablesConnections.Arn}',
      'dynamodb:DeleteItem {TablesPostIndex.Arn}',
      'dynamodb:DeleteItem {TablesPosts.Arn}',
      'dynamodb:DeleteItem {TablesUsers.Arn}',
      'dynamodb:DeleteItem {TablesWatchers.Arn}',
      'dynamodb:GetItem {TablesMessages.Arn}',
      'dynamodb:GetItem {TablesPosts.Arn}',
      'dynamodb:GetItem {TablesUsers.Arn}',
      'dynamodb:PutItem {TablesAttachments.Arn}',
      'dynamodb:PutItem {TablesLedger.Arn}',
      'dynamodb:PutItem {TablesPostIndex.Arn}',
      'dynamodb:PutItem {TablesPosts.Arn}',
      'dynamodb:PutItem {TablesUsers.Arn}',
      'dynamodb:Query {TablesAttachments.Arn}',
      'dynamodb:Query {TablesConversations.Arn}',
      'dynamodb:Query {TablesMessages.Arn}',
      'dynamodb:Query {TablesPostIndex.Arn}',
      'dynamodb:Query {TablesPosts.Arn}',
      'dynamodb:Query {TablesUsers.Arn}',
      'dynamodb:UpdateItem {TablesConnections.Arn}',
      'dynamodb:UpdateItem {TablesMessages.Arn}',
      'dynamodb:UpdateItem {TablesPosts.Arn}',
      'execute-api:ManageConnections {WebSocketApi}/live/DELETE/@connections/*',
      's3:DeleteObject {Files.Arn}/incoming/*',
      's3:DeleteObject {Files.Arn}/kept/*',
    ],
  },
  AccountExportsExporter: {
    entryPoint: 'trigger/export-accounts',
    grants: [
      'cognito-idp:ListUsers {IdentityUserPool.Arn}',
      'cognito-idp:ListUsersInGroup {IdentityUserPool.Arn}',
      's3:GetObject {AccountExportsBucket.Arn}/*',
      's3:PutObject {AccountExportsBucket.Arn}/*',
    ],
  },
};
