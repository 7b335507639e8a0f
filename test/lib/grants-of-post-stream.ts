/** What the two consumers of the stream of posts are allowed. */

import type { EntryPoint } from '#lib/bundle.ts';

export const ofPostStream: Readonly<Record<string, { entryPoint: EntryPoint; grants: readonly string[] }>> = {
  PostStreamConsumer: {
    entryPoint: 'stream/posts',
    grants: [
      'dynamodb:BatchGetItem {TablesUsers.Arn}',
      'dynamodb:DescribeStream {TablesPosts.StreamArn}',
      'dynamodb:GetRecords {TablesPosts.StreamArn}',
      'dynamodb:GetShardIterator {TablesPosts.StreamArn}',
      'dynamodb:ListStreams {TablesPosts.StreamArn}',
      'dynamodb:PutItem {TablesAttachments.Arn}',
      'dynamodb:PutItem {TablesPostIndex.Arn}',
      'dynamodb:UpdateItem {TablesPosts.Arn}',
      's3:DeleteObject {Files.Arn}/kept/*',
      's3:ListBucket {MessageStreamDeadLetterBucket.Arn}',
      's3:PutObject {MessageStreamDeadLetterBucket.Arn}/aws/lambda/*',
    ],
  },
  PostStreamNotifier: {
    entryPoint: 'stream/post-notices',
    grants: [
      'dynamodb:BatchGetItem {TablesConnections.Arn}',
      'dynamodb:BatchGetItem {TablesConversations.Arn}',
      'dynamodb:BatchGetItem {TablesPosts.Arn}',
      'dynamodb:BatchGetItem {TablesUsers.Arn}',
      'dynamodb:DeleteItem {TablesWatchers.Arn}',
      'dynamodb:DescribeStream {TablesPosts.StreamArn}',
      'dynamodb:GetRecords {TablesPosts.StreamArn}',
      'dynamodb:GetShardIterator {TablesPosts.StreamArn}',
      'dynamodb:ListStreams {TablesPosts.StreamArn}',
      'dynamodb:Query {TablesPostIndex.Arn}',
      'dynamodb:Query {TablesWatchers.Arn}',
      'dynamodb:UpdateItem {TablesConnections.Arn}',
      'execute-api:ManageConnections {WebSocketApi}/live/POST/@connections/*',
      'sqs:SendMessage {PushesQueue.Arn}',
    ],
  },
};
