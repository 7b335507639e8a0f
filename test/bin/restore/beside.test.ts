/** Waiting for tables beside, which DynamoDB makes and deletes while the restore looks on. */

import {
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  RestoreTableToPointInTimeCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { restoreBeside, untilActive } from '#bin/restore/beside.ts';

const TO = new Date('2026-11-24T10:00:00Z');

/** @param statuses of its one table, look by look, and the last one from then on; `gone`: there is no table */
function given(...statuses: readonly string[]) {
  const calls: string[] = [];
  const client = new DynamoDBClient({ region: 'local' });
  let looks = 0;
  client.send = (async (command: unknown) => {
    if (command instanceof RestoreTableToPointInTimeCommand) return calls.push('restore');
    if (!(command instanceof DescribeTableCommand)) throw new Error('Another command.');
    if (looks > 100) throw new Error('It waits for ever.');
    const status = statuses[Math.min(looks++, statuses.length - 1)] ?? '';
    calls.push(status);
    if (status === 'gone') throw new ResourceNotFoundException({ message: 'Not found.', $metadata: {} });
    return { Table: { TableStatus: status } };
  }) as DynamoDBClient['send'];
  return { client, calls, sleep: async () => undefined };
}

describe('restoring a table beside', () => {
  it('begins again once the table of an earlier run is deleted', async () => {
    const { client, calls, sleep } = given('DELETING', 'DELETING', 'gone');

    await restoreBeside(client, 'Users', TO, sleep);

    expect(calls).toEqual(['DELETING', 'DELETING', 'gone', 'restore']);
  });

  it.each(['CREATING', 'ACTIVE'])('goes on with a table that is %s', async (status) => {
    const { client, calls, sleep } = given(status);

    await restoreBeside(client, 'Users', TO, sleep);

    expect(calls).toEqual([status]);
  });
});

describe('waiting for a table', () => {
  it('ends when it can be read, also where it is not found at first', async () => {
    const { client, calls, sleep } = given('gone', 'CREATING', 'CREATING', 'ACTIVE');

    await untilActive(client, 'Users-then', sleep);

    expect(calls.at(-1)).toBe('ACTIVE');
  });

  it.each(['gone', 'DELETING', 'INACCESSIBLE_ENCRYPTION_CREDENTIALS'])('fails where it is %s', async (status) => {
    const { client, sleep } = given('CREATING', status);

    await expect(untilActive(client, 'Users-then', sleep)).rejects.toThrow(`The table Users-then is ${status}`);
  });
});
