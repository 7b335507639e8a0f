/** Stores where conversations stand in the inbox of alice. */

import { dayOf, placeKey, type Place } from '#functions/core/inbox/inbox-index.ts';
import type { MemoryTables } from './memory-tables.ts';

const TABLE = 'conversations-table';
const username = 'alice#inbox';

/** Marks a conversation as one of the day of `at`. @returns what its row says of it */
export function fresh(memory: MemoryTables, peer: string, at: number): object {
  memory.put(TABLE, { username, peer: `fresh#${peer}`, day: dayOf(at) });
  return {};
}

/** Gives a conversation its place. @returns what its row says of it */
export function placed(
  memory: MemoryTables,
  { section, at, peer }: Pick<Place, 'section' | 'at' | 'peer'>,
): { readonly listed: string } {
  const listed = placeKey({ section, at, peer }, 'id');
  memory.put(TABLE, { username, peer: listed, at, of: peer, unread: section === 'unread' ? 1 : 0, mutedUntil: 0 });
  return { listed };
}
