/** How the window on a conversation's log moves: by a page at either end, and to another place. */

import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import type { Received } from '#contract/route.ts';
import type { readLog } from '#contract/routes/conversations.ts';
import type { Entry } from '#contract/schemas.ts';
import { withChanges } from './changes.ts';
import {
  type Extent,
  type LogReplica,
  type Page,
  isOtherTimeline,
  isUnknown,
  merged,
  oldestOf,
  withEntries,
} from './log-replica.ts';

/** A page of the log, oldest first: entries of every kind. */
export type LogPage = Received<typeof readLog>;

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

/** True if some of these entries up to `through` were written after a restore of the log, and the replica before. */
export const isOfLaterTimeline = ({ extent }: LogReplica, items: readonly Entry[]): boolean =>
  items.filter(isKnown).some(({ generation = 1 }) => generation > extent.generation);

/** @param page the one before the oldest message */
export function withOlder(replica: LogReplica, { items, next }: Page): LogReplica {
  const { changes, extent } = replica;
  const messages = merged(
    replica.messages,
    items.filter(isMessage).map((message) => withChanges(message, changes)),
  );
  const unknown = merged(replica.unknown, items.filter(isUnknown));
  return {
    messages,
    changes,
    unknown,
    extent: { ...extent, oldest: oldestOf(messages, unknown), hasOlder: next !== undefined },
  };
}
