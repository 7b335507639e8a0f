/** The lists of an inbox: which conversations belong to each, how far each was read, and what counts as unread. */

import type { InboxListName, InboxListState, InboxRow, InboxTotals, ListPlace, MailboxState } from './mailbox.ts';

export const NOT_LOADED: InboxListState = { loaded: false, loading: false, hasMore: false };

/** Returns the known conversations of a list, in its order. Beyond what was read of it, some would be missing. */
export function rowsOf(
  { inbox, lists }: Pick<MailboxState, 'inbox' | 'lists'>,
  name: InboxListName,
): readonly InboxRow[] {
  const { end } = lists[name];
  return inbox.filter((row) => belongsTo(name, row) && isWithin(end, row));
}

/** True if a row stands where a list was read. */
export const isWithin = (end: ListPlace | undefined, row: InboxRow): boolean =>
  end === undefined || byPlace(placeOf(row), end) <= 0;

export function belongsTo(name: InboxListName, row: InboxRow): boolean {
  if (name === 'archived') return row.archived === true;
  if (row.archived) return false;
  if (name === 'requests') return isRequest(row);
  return !isRequest(row) && (name === 'conversations' || unreadOf(row) > 0);
}

const isRequest = ({ request, blocked }: InboxRow): boolean => request === true && !blocked;

/** Returns how many messages count as unread. A conversation that is marked as unread counts one. */
const unreadOf = ({ unread, markedUnread }: InboxRow): number => Math.max(unread, markedUnread ? 1 : 0);

/** Returns what a conversation adds to the totals. Requests have a count of their own. */
export function totalsOf(row: InboxRow): InboxTotals {
  if (row.archived || row.declined) return NOTHING;
  if (isRequest(row)) return { unread: 0, requests: 1 };
  return { unread: row.muted ? 0 : unreadOf(row), requests: 0 };
}

export const NOTHING: InboxTotals = { unread: 0, requests: 0 };

export const sum = (one: InboxTotals, other: InboxTotals): InboxTotals => ({
  unread: one.unread + other.unread,
  requests: one.requests + other.requests,
});

/** Pinned conversations are on top of others, but not of requests, and not among what is archived. */
export const placeOf = (row: InboxRow): ListPlace => ({
  peer: row.peer,
  written: row.written,
  onTop: row.pinned && !row.archived && !isRequest(row),
});

/** Orders what is on top first, and each group by its newest message. Ties are broken as the server breaks them. */
export const byPlace = (one: ListPlace, other: ListPlace): number =>
  Number(other.onTop) - Number(one.onTop) || compare(other.written, one.written) || compare(other.peer, one.peer);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
