/**
 * Point-in-time recovery. With each write of a table that has it, what its item was before is stored in the same batch,
 * so that undoing the writes after a moment gives the table as it was then. It doubles what a write stores, so it is
 * kept only where it is asked for. As in the cloud, it reaches back 35 days, and to where it was turned on.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
 */
import { under, type Database } from './database.ts';
import type { Item, Operation } from './dynalite.ts';
import type { SequenceNumbers } from './sequence-numbers.ts';

export interface History {
  /** When it begins, in epoch milliseconds. */
  readonly since: number;
  /**
   * Returns the operation that belongs in the batch of a write.
   * @param before undefined: the write creates the item
   */
  record(key: string, before: Item | undefined): Operation;
  /** Returns what the items that were written after a moment were at it, by their keys; undefined: there was none. */
  before(moment: number): Promise<ReadonlyMap<string, Item | undefined>>;
  /** Forgets what is older than 35 days. */
  trim(now: number): Promise<void>;
}

interface Past {
  readonly key: string;
  readonly item?: Item | undefined;
}

export const RECOVERY_DAYS = 35;
const DAY_MS = 24 * 60 * 60 * 1000;

const sinceKey = (table: string) => `history-since~${table}`;
const historyPrefix = (table: string) => `history~${table}~` as const;

/** Opens a table's history, and begins it where it was not kept at the last start. */
export async function openHistory(table: string, database: Database, numbers: SequenceNumbers): Promise<History> {
  const prefix = historyPrefix(table);
  for await (const [newest] of database.entries({ ...under(prefix), reverse: true, limit: 1 }))
    numbers.continueAfter(newest.slice(prefix.length));
  let since = database.get(sinceKey(table)) as number | undefined;
  const begin = async (at: number): Promise<void> => {
    since = at;
    await database.write([{ type: 'put', key: sinceKey(table), value: at }], { sync: false });
  };
  if (since === undefined) await begin(Date.now());

  return {
    get since() {
      return since ?? Date.now();
    },
    record: (key, item) => ({ type: 'put', key: prefix + numbers.next(), value: { key, item } satisfies Past }),
    async before(moment) {
      const found = new Map<string, Item | undefined>();
      for await (const chunk of database.chunks({ gte: `${prefix}${moment + 1}`, lt: under(prefix).lt })) {
        // The first write after the moment has what was there at it.
        for (const { key, item } of chunk as Past[]) if (!found.has(key)) found.set(key, item);
      }
      return found;
    },
    async trim(now) {
      const oldest = now - RECOVERY_DAYS * DAY_MS;
      if (oldest <= (since ?? now)) return;
      await begin(oldest);
      await database.clear({ gte: prefix, lt: `${prefix}${oldest}` });
    },
  };
}

/** Forgets a table's history, which has a gap from now on. */
export async function forgetHistory(table: string, database: Database): Promise<void> {
  if (database.get(sinceKey(table)) === undefined) return;
  await database.write([{ type: 'del', key: sinceKey(table) }]);
  await database.clear(under(historyPrefix(table)));
}
