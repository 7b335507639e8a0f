/** Deletes items whose time to live has passed. Until a sweep deletes them they can still be read, as in the cloud. */
import { under, type Database } from './database.ts';
import { isAnswered, loadAction, type Input, type Item } from './dynalite.ts';
import { RequestStore } from './request-store.ts';
import { itemPrefix, type Table } from './table.ts';

const deleteItem = loadAction('DeleteItem');

/** DynamoDB never deletes items whose time to live passed more than five years ago. */
const TOO_OLD_SECONDS = 5 * 365 * 24 * 60 * 60;

/** @param now epoch milliseconds */
export async function sweepExpired(database: Database, table: Table, now: number): Promise<void> {
  const { timeToLive, name, description } = table;
  if (timeToLive === undefined) return;
  for await (const chunk of database.chunks(under(itemPrefix(name)))) {
    for (const item of chunk as Item[]) {
      const second = Number(item[timeToLive]?.N ?? Infinity);
      if (second > now / 1000 || second < now / 1000 - TOO_OLD_SECONDS) continue;
      const key = Object.fromEntries(
        description.KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]),
      );
      await deleteExpired(database, table, {
        TableName: name,
        Key: key,
        Expected: { [timeToLive]: { Value: item[timeToLive] } },
      });
    }
  }
}

/** Deletes an expired item, unless it has been renewed in the meantime. */
function deleteExpired(database: Database, table: Table, input: Input): Promise<void> {
  return new Promise((resolve, reject) => {
    const store = new RequestStore(database, new Map([[table.name, table]]), reject, { expired: true });
    deleteItem(store, input, (error) => (error && !isAnswered(error) ? reject(error) : resolve()));
  });
}
