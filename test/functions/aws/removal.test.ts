/** Removing a log: the files of its messages go first, since nothing else says where they are. */

import { BatchWriteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { logRemoval } from '#functions/aws/removal.ts';
import { dynamo } from '../support/aws.ts';

it('removes the files of a log before the entries that name them', async () => {
  const steps: unknown[] = [];
  dynamo.reset();
  dynamo.on(QueryCommand).resolves({
    Items: [
      { conversation: 'ann~ann', seq: 2, files: ['kept/1', 'kept/2'] },
      { conversation: 'ann~ann', seq: 1 },
    ],
  });
  dynamo.on(BatchWriteCommand).callsFake(async ({ RequestItems }: { RequestItems: unknown }) => {
    steps.push(RequestItems);
    return {};
  });
  const bucket = { remove: async (key: string) => void steps.push(key) };

  expect(await logRemoval('messages-table', bucket).removeAll('ann~ann', Infinity)).toBe(true);

  const keys = [2, 1].map((seq) => ({ DeleteRequest: { Key: { conversation: 'ann~ann', seq } } }));
  expect(steps).toEqual(['kept/1', 'kept/2', { 'messages-table': keys }]);
});

it('keeps the entries where a file could not be removed: the next call goes on', async () => {
  dynamo.reset();
  dynamo.on(QueryCommand).resolves({ Items: [{ conversation: 'ann~ann', seq: 1, files: ['kept/1'] }] });
  const bucket = { remove: () => Promise.reject(new Error('S3 does not answer.')) };

  await expect(logRemoval('messages-table', bucket).removeAll('ann~ann', Infinity)).rejects.toThrow('S3');

  expect(dynamo.commandCalls(BatchWriteCommand)).toHaveLength(0);
});
