/** Removing a log: the sweep is told of the files of its messages first, since nothing else says where they are. */

import { BatchWriteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { notedTasks } from '#functions/aws/due-files.ts';
import { logRemoval, rowRemoval } from '#functions/aws/removal.ts';
import { dynamo } from '../support/aws.ts';

const { removeAll } = logRemoval('messages-table', notedTasks('attachments-table'));

it('notes the files of a log for the sweep before it removes the entries that name them', async () => {
  const steps: unknown[] = [];
  dynamo.reset();
  dynamo.on(QueryCommand).resolves({
    Items: [
      { conversation: 'ann~ann', seq: 2, files: ['kept/1', 'kept/2'] },
      { conversation: 'ann~ann', seq: 1 },
    ],
  });
  dynamo.on(PutCommand).callsFake(async ({ Item }: { Item: { task: { files: unknown } } }) => {
    steps.push(Item.task.files);
    return {};
  });
  dynamo.on(BatchWriteCommand).callsFake(async ({ RequestItems }: { RequestItems: unknown }) => {
    steps.push(RequestItems);
    return {};
  });

  expect(await removeAll('ann~ann', Infinity)).toBe(true);

  const keys = [2, 1].map((seq) => ({ DeleteRequest: { Key: { conversation: 'ann~ann', seq } } }));
  expect(steps).toEqual([['kept/1', 'kept/2'], { 'messages-table': keys }]);
});

it('keeps the entries where their files could not be noted: the next call goes on', async () => {
  dynamo.reset();
  dynamo.on(QueryCommand).resolves({ Items: [{ conversation: 'ann~ann', seq: 1, files: ['kept/1'] }] });
  dynamo.on(PutCommand).rejects(new Error('The table is away.'));

  await expect(removeAll('ann~ann', Infinity)).rejects.toThrow('away');

  expect(dynamo.commandCalls(BatchWriteCommand)).toHaveLength(0);
});

it('removes the rows of a person, and the order of their inbox before them', async () => {
  const removed: unknown[] = [];
  dynamo.reset();
  dynamo.on(QueryCommand).callsFake(async (query: { ExpressionAttributeValues: { ':username': string } }) => {
    const username = query.ExpressionAttributeValues[':username'];
    return { Items: [{ username, peer: username === 'ann' ? 'bob' : 'fresh#bob' }] };
  });
  dynamo.on(BatchWriteCommand).callsFake(async ({ RequestItems }: { RequestItems: Record<string, unknown[]> }) => {
    removed.push(...(RequestItems['conversations-table'] ?? []));
    return {};
  });

  expect(await rowRemoval('conversations-table').removeAll('ann', Infinity)).toBe(true);

  expect(removed).toEqual([
    { DeleteRequest: { Key: { username: 'ann#inbox', peer: 'fresh#bob' } } },
    { DeleteRequest: { Key: { username: 'ann', peer: 'bob' } } },
  ]);
});
