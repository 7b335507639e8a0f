/**
 * Reports, and the acts of administrators. Key: `month` (`reports#2026-11`, `acts#2026-11`), `id`, which sorts
 * by time. `reported-posts.ts` has more in the same table.
 */

import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  recordId,
  timeOfRecord,
  type Act,
  type RecordPage,
  type RecordRange,
  type Report,
} from '../core/moderation-record.ts';
import type { Moderation } from '../core/ports.ts';
import { conditionHeld, dynamo, timeToLive } from './dynamo.ts';

/** Lists end here: there was no message center before. */
const FIRST_MONTH = '2026-01';
/** Queries of one page: a year without records, or a dozen pages of records of another status. */
const QUERIES_MAX = 12;

type Kind = 'reports' | 'acts';

const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);
const keyOf = (kind: Kind, id: string) => ({ month: `${kind}#${monthOf(timeOfRecord(id))}`, id });

export const keyOfReport = (id: string) => keyOf('reports', id);

export function moderationTable(table: string, now: () => number): Moderation {
  const add = async (kind: Kind, record: Report | Act): Promise<void> => {
    await dynamo.send(new PutCommand({ TableName: table, Item: { ...record, ...keyOf(kind, record.id) } }));
  };

  /** Queries month by month, backwards, until there are enough or there were enough queries. */
  const newest = async <R extends Report | Act>(
    kind: Kind,
    { before: first, limit }: RecordRange,
    status?: string,
  ): Promise<RecordPage<R>> => {
    const records: R[] = [];
    let before = first;
    for (let queries = 0; queries < QUERIES_MAX; queries++) {
      const month = monthOf(before === undefined ? now() : timeOfRecord(before));
      if (month < FIRST_MONTH) return { records, next: undefined };
      const query = new QueryCommand({
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
        Limit: limit + 1,
      });
      const { Items = [], LastEvaluatedKey } = await dynamo.send(query);
      records.push(...(Items as R[]));
      if (records.length > limit) return { records: records.slice(0, limit), next: records[limit - 1]?.id };
      // Records of another status are read as well. A page that has met too many of them ends, and the next goes on.
      before = (LastEvaluatedKey?.['id'] as string | undefined) ?? lastRecordBefore(month);
    }
    return { records, next: before };
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

/** Returns an id after all that were made before a month. */
const lastRecordBefore = (month: string): string =>
  recordId(Date.parse(`${month}-01T00:00:00Z`) - 1, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
