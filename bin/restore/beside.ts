/** The tables as they were, restored beside the present ones. */

import {
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  ResourceNotFoundException,
  RestoreTableToPointInTimeCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';

/** Between two looks at a table that is being restored, which takes minutes to hours. */
const POLL_MS = 15_000;
/**
 * Looks that do not find a table before it counts as gone. DescribeTable is eventually consistent, and may not find a
 * table at first.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
 */
const MISSING_MAX = 4;

type Sleep = (ms: number) => Promise<void>;

/** Returns the name of a table as it was at a moment. */
export const nameBeside = (table: string, to: Date): string => `${table}-${to.toISOString().replace(/[^0-9TZ]/g, '')}`;

/** @throws {Error} where a table cannot be restored to that moment */
export async function requireRestorable(client: DynamoDBClient, table: string, to: Date): Promise<void> {
  const answer = await client.send(new DescribeContinuousBackupsCommand({ TableName: table }));
  const {
    PointInTimeRecoveryStatus: status,
    EarliestRestorableDateTime: earliest,
    LatestRestorableDateTime: latest,
  } = answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
  if (status !== 'ENABLED' || !earliest || !latest)
    throw new Error(
      `The table ${table} has no point-in-time recovery, so nothing can be restored. A local cloud has it from a start ` +
        'with HISTORY=true on.',
    );
  if (to < earliest || to > latest)
    throw new Error(
      `The table ${table} can be restored to a moment from ${earliest.toISOString()} to ${latest.toISOString()}.`,
    );
}

/** @throws {Error} where a table that was made from a copy does not stand beside */
export async function requireBeside(client: DynamoDBClient, table: string, to: Date): Promise<void> {
  const name = nameBeside(table, to);
  const status = await statusOf(client, name);
  if (status !== 'ACTIVE')
    throw new Error(`There is no table ${name} to restore from${status ? ` yet: ${status}` : ''}.`);
}

/**
 * Begins to restore a table beside it, unless that was begun before. The name is free once an earlier table is deleted.
 */
export async function restoreBeside(client: DynamoDBClient, table: string, to: Date, sleep: Sleep): Promise<string> {
  const name = nameBeside(table, to);
  let status = await statusOf(client, name);
  for (; status === 'DELETING'; status = await statusOf(client, name)) await sleep(POLL_MS);
  if (status === undefined)
    await client.send(
      new RestoreTableToPointInTimeCommand({ SourceTableName: table, TargetTableName: name, RestoreDateTime: to }),
    );
  return name;
}

/**
 * Resolves once a table that is being restored can be read.
 * @throws {Error} where it never will be
 */
export async function untilActive(client: DynamoDBClient, table: string, sleep: Sleep): Promise<void> {
  for (let missing = 0; ; await sleep(POLL_MS)) {
    const status = await statusOf(client, table);
    if (status === 'ACTIVE') return;
    if (status === 'CREATING' || status === 'UPDATING') continue;
    if (status === undefined && ++missing < MISSING_MAX) continue;
    throw new Error(`The table ${table} is ${status ?? 'gone'}, so it cannot be copied back. Run this again.`);
  }
}

export async function remove(client: DynamoDBClient, table: string): Promise<void> {
  if ((await statusOf(client, table)) !== undefined) await client.send(new DeleteTableCommand({ TableName: table }));
}

async function statusOf(client: DynamoDBClient, TableName: string): Promise<string | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
