/**
 * What this device holds of one conversation's log, and how it grows: by pages, and by entries in any order.
 *
 * The messages are a window, which may end before the newest one. Entries are followed to the end of the log all the
 * same: a change is applied where its message is in the window, and a message beyond the window is left out.
 */

import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import type { Received } from '#contract/route.ts';
import type { listMessages } from '#contract/routes/messages.ts';
import type { Entry, Message, UnknownEntry } from '#contract/schemas.ts';
import { type Change, withChanges } from './changes.ts';

export interface LogReplica {
  /** By seq, as they read now. */
  readonly messages: readonly Message[];
  /**
   * By seq, the newest {@link MAX_CHANGES}. They are kept for messages that are loaded later, and for those that come
   * as they read before.
   */
  readonly changes: readonly Change[];
  /** By seq. Only a newer version can read what they say, and must read them again. */
  readonly unknown: readonly UnknownEntry[];
  readonly extent: Extent;
}

/** Which part of the log a replica has. */
export interface Extent {
  /** Seq of the oldest message, of whatever kind. */
  readonly oldest: number | undefined;
  readonly hasOlder: boolean;
  /**
   * Where the window ends before the newest message: the seq up to which it has every message. Undefined where none
   * after the oldest is left out.
   */
  readonly until?: number | undefined;
  /** Every entry from the oldest message up to this seq has come. Moves over gap-free ground only. */
  readonly through: number;
  /** The generation of the entry at `through`. Entries of another are of another timeline. */
  readonly generation: number;
  /** Seqs of entries beyond a gap, ascending. */
  readonly ahead: readonly number[];
}

/** A change is applied by the time its message is read, so only those that overtake a page are needed. */
const MAX_CHANGES = 500;

/** A page of messages, newest first. */
export type Page = Received<typeof listMessages>;

/** @param page the newest one */
export function replicaOf({ items, next, through = 0, generation = 1 }: Page): LogReplica {
  const seqs = items.map(({ seq }) => seq).sort((one, other) => one - other);
  return {
    messages: merged([], items.filter(isMessage)),
    changes: [],
    unknown: merged([], items.filter(isUnknown)),
    extent: {
      oldest: seqs[0],
      hasOlder: next !== undefined,
      through,
      generation,
      // The page may know messages beyond what it is complete for.
      ahead: seqs.filter((seq) => seq > through),
    },
  };
}

/** True if some of these entries do not belong behind the replica: the log was restored in between. */
export const isOtherTimeline = ({ extent }: LogReplica, entries: readonly Entry[]): boolean =>
  entries.filter(isKnown).some(({ seq, generation = 1 }) => seq > extent.through && generation !== extent.generation);

/** @param entries in any order; they may have come before, or lie beyond a gap */
export function withEntries(replica: LogReplica, entries: readonly Entry[]): LogReplica {
  const { extent } = replica;
  const isWhole = extent.until === undefined;
  const unseen = entries.filter(({ seq }) => seq > extent.through && !extent.ahead.includes(seq));
  // What lies beyond both the window and a gap is not kept, so it may not count as here.
  const fresh = isWhole ? unseen : adjoining(extent.through, unseen);
  if (fresh.length === 0) return replica;
  const changes = [...replica.changes, ...fresh.filter(isKnown).filter((entry) => entry.kind !== 'message')]
    .sort(bySeq)
    .slice(-MAX_CHANGES);
  const messages = isWhole ? merged(replica.messages, fresh.filter(isMessage)) : replica.messages;
  const unknown = isWhole ? merged(replica.unknown, fresh.filter(isUnknown)) : replica.unknown;
  const known = [...extent.ahead, ...fresh.map(({ seq }) => seq)];
  return {
    messages: changes.length === 0 ? messages : changed(messages, changes, fresh),
    changes,
    unknown,
    extent: { ...withKnown(extent, known), oldest: oldestOf(messages, unknown) },
  };
}

/** Returns those of the entries that follow `through` without a gap. */
function adjoining(through: number, entries: readonly Entry[]): readonly Entry[] {
  const ascending = merged([], entries);
  return ascending.filter(({ seq }, index) => seq === through + 1 + index);
}

/**
 * Applies the changes where something is new. All other messages stay the same objects, and so need not be drawn
 * again.
 */
function changed(
  messages: readonly Message[],
  changes: readonly Change[],
  fresh: readonly Entry[],
): readonly Message[] {
  const touched = new Set(fresh.filter(isKnown).map((entry) => (entry.kind === 'message' ? entry.id : entry.target)));
  const isTouched = ({ id, quote }: Message) => touched.has(id) || (quote !== undefined && touched.has(quote.id));
  return messages.map((message) => (isTouched(message) ? withChanges(message, changes) : message));
}

/** @param known seqs of all entries beyond `through` that are here */
function withKnown(extent: Extent, known: readonly number[]): Extent {
  const ascending = [...new Set(known)].sort((one, other) => one - other);
  let { through } = extent;
  for (const seq of ascending) if (seq === through + 1) through = seq;
  return { ...extent, through, ahead: ascending.filter((seq) => seq > through) };
}

/** True if every message after `seq` is in the replica, up to its `through`. */
export const isComplete = (extent: Extent | undefined, seq: number): boolean =>
  extent !== undefined && extent.until === undefined && (!extent.hasOlder || seq + 1 >= (extent.oldest ?? 0));

/** Returns one entry per seq, in order; of two, the one that came later. */
export function merged<E extends Entry>(entries: readonly E[], more: readonly E[]): readonly E[] {
  const seqs = new Map([...entries, ...more].map((entry) => [entry.seq, entry]));
  return [...seqs.values()].sort(bySeq);
}

/** Returns undefined where there is none. */
export function oldestOf(...lists: readonly (readonly Entry[])[]): number | undefined {
  const [oldest] = lists.flatMap((entries) => entries.slice(0, 1)).sort(bySeq);
  return oldest?.seq;
}

const bySeq = (one: Entry, other: Entry): number => one.seq - other.seq;

export function isUnknown(entry: Entry): entry is UnknownEntry {
  return !isKnown(entry);
}
