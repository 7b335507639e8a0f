/** Reading sockets, and with them the entries that travel to them, without a further call. */

import type { Position } from '#contract/message-id.ts';
import type { Entry } from '../core/entry.ts';
import type { InlineEntries } from '../core/inline-entries.ts';
import { liveSocketsIn } from './connections-table.ts';
import { BATCH_GET_MAX, getAcross, inBatches } from './dynamo.ts';

export function inlineReader(
  connectionsTable: string,
  messagesTable: string,
  now: () => number,
): InlineEntries['read'] {
  return async (usernames, positions) => {
    const keys = [
      ...usernames.map((username) => ({ table: connectionsTable, Key: { username } })),
      ...positions.map(({ conversation, seq }: Position) => ({ table: messagesTable, Key: { conversation, seq } })),
    ];
    const found = await Promise.all(
      inBatches(keys, BATCH_GET_MAX).map((batch) => {
        const keysOf = (table: string) => batch.flatMap((each) => (each.table === table ? [each.Key] : []));
        const [sockets, entries] = [keysOf(connectionsTable), keysOf(messagesTable)];
        return getAcross({
          ...(sockets.length > 0 && { [connectionsTable]: { Keys: sockets, ConsistentRead: true } }),
          // As a download reads them. One that is not there yet is downloaded.
          ...(entries.length > 0 && { [messagesTable]: { Keys: entries } }),
        });
      }),
    );
    const itemsOf = (table: string) => found.flatMap((each) => each.get(table) ?? []);
    return { sockets: liveSocketsIn(itemsOf(connectionsTable), now()), entries: itemsOf(messagesTable) as Entry[] };
  };
}
