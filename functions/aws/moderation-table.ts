/** Reports and administrators' acts. Key: `month` (`reports#2026-11`, `acts#2026-11`), `id`, which sorts by time. */

import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { timeOfRecord, type Act, type Report } from '../core/moderation.ts';
import { conditionHeld, dynamo, queryAll } from './dynamo.ts';

/** The months that are looked through end here: there was no message center before. */
const FIRST_MONTH = '2026-01';

interface Range {
  /** Only older ones than this. */
  readonly before: string | undefined;
  readonly limit: number;
}

export interface ModerationTable {
  addReport(report: Report): Promise<void>;
  /** The newest first. */
  reports(status: Report['status'] | undefined, range: Range): Promise<readonly Report[]>;
  report(id: string): Promise<Report | undefined>;
  /** Resolves a report that is open; a resolved one stays as it is. */
  resolve(id: string, by: string, at: number): Promise<void>;
  addAct(act: Act): Promise<void>;
  /** The newest first. */
  acts(range: Range): Promise<readonly Act[]>;
}

type Kind = 'reports' | 'acts';

const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);
const keyOf = (kind: Kind, id: string) => ({ month: `${kind}#${monthOf(timeOfRecord(id))}`, id });

export function moderationTable(table: string, now: () => number): ModerationTable {
  const add = async (kind: Kind, record: Report | Act): Promise<void> => {
    await dynamo.send(new PutCommand({ TableName: table, Item: { ...record, ...keyOf(kind, record.id) } }));
  };

  /** Month by month, backwards, until there are enough. */
  const newest = async (kind: Kind, { before, limit }: Range, status?: string): Promise<unknown[]> => {
    const found: unknown[] = [];
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
      found.push(...(await queryAll(query, limit - found.length)));
      if (found.length >= limit) break;
    }
    return found;
  };

  return {
    addReport: (report) => add('reports', report),

    async reports(status, range) {
      return (await newest('reports', range, status)) as Report[];
    },

    async report(id) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: keyOf('reports', id), ConsistentRead: true }),
      );
      return Item as Report | undefined;
    },

    async resolve(id, by, at) {
      const update = new UpdateCommand({
        TableName: table,
        Key: keyOf('reports', id),
        UpdateExpression: 'SET #status = :resolved, resolvedBy = :by, resolvedAt = :at',
        ConditionExpression: '#status = :open',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':resolved': 'resolved', ':open': 'open', ':by': by, ':at': at },
      });
      await conditionHeld(dynamo.send(update));
    },

    addAct: (act) => add('acts', act),

    async acts(range) {
      return (await newest('acts', range)) as Act[];
    },
  };
}

/** The month of a time, in UTC, and those before it. */
function* monthsBack(from: number): Generator<string> {
  const date = new Date(from);
  for (let month = date.getUTCMonth(); ; month--) {
    const name = monthOf(Date.UTC(date.getUTCFullYear(), month));
    if (name < FIRST_MONTH) return;
    yield name;
  }
}
