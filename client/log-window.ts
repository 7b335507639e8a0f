/**
 * The part of a conversation's log that a replica holds as messages: it moves both ways, page by page, and is trimmed
 * at the end that is further from its reader. So a conversation costs the same however long it is.
 */

import { isMessage } from '#contract/entry-kinds.ts';
import type { Received } from '#contract/route.ts';
import type { readLog } from '#contract/routes/conversations.ts';
import { withChanges } from './changes.ts';
import {
  type Extent,
  type LogReplica,
  type Page,
  isOfLaterTimeline,
  isOtherTimeline,
  isUnknown,
  merged,
  oldestOf,
  withEntries,
} from './log-replica.ts';

/** A page of the log, oldest first: entries of every kind. */
export type LogPage = Received<typeof readLog>;

/** The most messages that are held of a conversation: many screens, and few enough to be drawn at once. */
export const MAX_MESSAGES = 300;

/** True if the window reaches to the message at `seq`, or to where it would be. */
export const covers = ({ oldest = 0, hasOlder, until }: Extent, seq: number): boolean =>
  (!hasOlder || seq >= oldest) && (until === undefined || seq <= until);

/** A page behind the window, and what was known when it was asked for. */
export interface NewerPage extends Pick<LogPage, 'items' | 'more'> {
  /** Seq that it is behind. */
  readonly after: number;
  /** How far the log was known to go. */
  readonly known: number;
}

/** True if a page behind the window was written after the log was restored, or lacks what was known of the log. */
export const isNewerOfOtherTimeline = (replica: LogReplica, { items, more, after, known }: NewerPage): boolean =>
  isOtherTimeline(replica, items) ||
  isOfLaterTimeline(
    replica,
    items.filter(({ seq }) => seq <= replica.extent.through),
  ) ||
  (!more && (items.at(-1)?.seq ?? after) < known);

export function withNewer(replica: LogReplica, { items, after }: Pick<NewerPage, 'items' | 'after'>): LogReplica {
  const { changes, extent } = replica;
  const last = items.at(-1)?.seq ?? after;
  // Messages read as they are now. An older edit, among these entries, would undo a later one.
  const known = items.filter(({ seq }) => seq <= extent.through);
  const messages = merged(
    replica.messages,
    known.filter(isMessage).map((message) => withChanges(message, changes)),
  );
  const unknown = merged(replica.unknown, known.filter(isUnknown));
  const until = last < extent.through ? last : undefined;
  return withEntries(
    { messages, changes, unknown, extent: { ...extent, oldest: oldestOf(messages, unknown), until } },
    items,
  );
}

/**
 * Returns the replica with another window.
 * @param older the messages up to `seq`, newest first
 * @param newer the log after `seq`
 */
export function windowAround(
  { changes, extent }: LogReplica,
  seq: number,
  older: Pick<Page, 'items' | 'next'>,
  newer: Pick<LogPage, 'items'>,
): LogReplica {
  const messages = merged(
    [],
    older.items.filter(isMessage).map((message) => withChanges(message, changes)),
  );
  const unknown = merged([], older.items.filter(isUnknown));
  const hasOlder = older.next !== undefined;
  const around = { messages, changes, unknown, extent: { ...extent, hasOlder, until: seq, ahead: [] } };
  return withNewer(around, { items: newer.items, after: seq });
}

/**
 * Leaves out messages of the far end, or of both ends.
 * @param place seq of the message that is being read; the default is the newest
 */
export function trimmed(replica: LogReplica, place = Infinity, max = MAX_MESSAGES): LogReplica {
  const { messages, unknown, extent } = replica;
  const seqs = [...messages, ...unknown].map(({ seq }) => seq).sort((one, other) => one - other);
  const excess = seqs.length - max;
  if (excess <= 0) return replica;
  const index = seqs.findIndex((seq) => seq >= place);
  const middle = (index < 0 ? seqs.length : index) - Math.floor(max / 2);
  const start = Math.min(Math.max(middle, 0), excess);
  const first = seqs[start] ?? 0;
  // Of what lies beyond a gap, everything stays: it counts as here.
  const cutsNewest = start < excess && extent.ahead.length === 0;
  const last = cutsNewest ? (seqs[start + max - 1] ?? 0) : Infinity;
  const isInside = ({ seq }: { readonly seq: number }) => seq >= first && seq <= last;
  return {
    ...replica,
    messages: messages.filter(isInside),
    unknown: unknown.filter(isInside),
    extent: {
      ...extent,
      oldest: first,
      hasOlder: extent.hasOlder || start > 0,
      ...(cutsNewest && { until: last }),
    },
  };
}
