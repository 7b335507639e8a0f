/** What the functions are allowed that tell people by push. */

import type { EntryPoint } from '#lib/bundle.ts';

export const ofPushes: Readonly<Record<string, { entryPoint: EntryPoint; grants: readonly string[] }>> = {
  HttpApiPush: {
    entryPoint: 'http/push',
    grants: [
      'dynamodb:BatchGetItem {TablesConnections.Arn}',
      'dynamodb:GetItem {TablesConnections.Arn}',
      'dynamodb:GetItem {TablesPosts.Arn}',
      'dynamodb:GetItem {TablesUsers.Arn}',
      'dynamodb:PutItem {TablesConnections.Arn}',
      'dynamodb:PutItem {TablesWatchers.Arn}',
      'dynamodb:UpdateItem {TablesConnections.Arn}',
      'secretsmanager:GetSecretValue {SecretsRoot}',
    ],
  },
  PushesConsumer: {
    entryPoint: 'stream/message-pushes',
    grants: [
      'dynamodb:BatchGetItem {TablesConnections.Arn}',
      'dynamodb:BatchGetItem {TablesConversations.Arn}',
      'dynamodb:DescribeStream {TablesMessages.StreamArn}',
      'dynamodb:GetRecords {TablesMessages.StreamArn}',
      'dynamodb:GetShardIterator {TablesMessages.StreamArn}',
      'dynamodb:ListStreams {TablesMessages.StreamArn}',
      'sqs:SendMessage {PushesQueue.Arn}',
    ],
  },
  PushesSender: {
    entryPoint: 'queue/pushes',
    grants: [
      'dynamodb:BatchGetItem {TablesConnections.Arn}',
      'dynamodb:BatchGetItem {TablesUsers.Arn}',
      'dynamodb:GetItem {TablesConversations.Arn}',
      'dynamodb:GetItem {TablesMessages.Arn}',
      'dynamodb:GetItem {TablesPosts.Arn}',
      'dynamodb:UpdateItem {TablesConnections.Arn}',
      'dynamodb:UpdateItem {TablesConversations.Arn}',
      'secretsmanager:GetSecretValue {SecretsRoot}',
      'sqs:DeleteMessage {PushesQueue.Arn}',
      'sqs:GetQueueAttributes {PushesQueue.Arn}',
      'sqs:ReceiveMessage {PushesQueue.Arn}',
      'sqs:SendMessage {PushesQueue.Arn}',
    ],
  },
};
