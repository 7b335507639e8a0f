/**
 * Reports, and the acts of administrators. Key: `month` (`reports#2026-11`, `acts#2026-11`), `id`, which sorts
 * by time.
 */

import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { timeOfRecord, type Act, type Report } from '../core/moderation-record.ts';
import type { Moderation, RecordRange } from '../core/ports.ts';
import { conditionHeld, dynamo, queryAll, timeToLive } from './dynamo.ts';

/** Lists end here: there was no message center before. */
const FIRST_MONTH = '2026-01';

type Kind = 'reports' | 'acts';

const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);
const keyOf = (kind: Kind, id: string) => ({ month: `${kind}#${monthOf(timeOfRecord(id))}`, id });

export function moderationTable(table: string, now: () => number): Moderation {
  const add = async (kind: Kind, record: Report | Act): Promise<void> => {
    await dynamo.send(new PutCommand({ TableName: table, Item: { ...record, ...keyOf(kind, record.id) } }));
  };

  /** Queries month by month, backwards, until there are enough. */
  const newest = async <R extends Report | Act>(
    kind: Kind,
    { before, limit }: RecordRange,
    status?: string,
  ): Promise<readonly R[]> => {
    const found: R[] = [];
    for (const month of monthsBack(before === undefined ? now() : timeOfRecord(before))) {
      const query = {
        TableName: table,
        KeyConditionExpression: `#month = :month${before === undefined ? '' : ' AND id < :before'}`,
        ExpressionAttributeNames: { '#month': 'month', ...(status !== undefined && { '#status': 'status' }) },
        ...(status !== undefined && { FilterExpression: '#status = :status' }),
        ExpressionAttributeValues: {
          ':month': `${kind}#${month}`,
          ...(before !== undefined && { ':before': before }),
          ...(status !== undefined && { ':status': status }),
        },
        ScanIndexForward: false,
        ConsistentRead: true,
      };
      found.push(...(await queryAll<R>(query, limit - found.length)));
      if (found.length >= limit) break;
    }
    return found;
  };

  return {
    addReport: (report) => add('reports', report),

    listReports: (status, range) => newest<Report>('reports', range, status),

    async getReport(id) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: keyOf('reports', id), ConsistentRead: true }),
      );
      return Item as Report | undefined;
    },

    async resolveReport(id, by, at, until) {
      const update = new UpdateCommand({
        TableName: table,
        Key: keyOf('reports', id),
        UpdateExpression: 'SET #status = :resolved, resolvedBy = :by, resolvedAt = :at, expiresAt = :expiresAt',
        ConditionExpression: '#status = :open',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':resolved': 'resolved',
          ':open': 'open',
          ':by': by,
          ':at': at,
          ':expiresAt': timeToLive(until),
        },
      });
      await conditionHeld(dynamo.send(update));
    },

    addAct: (act) => add('acts', act),

    listActs: (range) => newest<Act>('acts', range),
  };
}

/** Yields the month of a time, in UTC, and those before it. @param from epoch milliseconds */
function* monthsBack(from: number): Generator<string> {
  const date = new Date(from);
  for (let month = date.getUTCMonth(); ; month--) {
    const name = monthOf(Date.UTC(date.getUTCFullYear(), month));
    if (name < FIRST_MONTH) return;
    yield name;
  }
}
