/** What this device holds of one conversation's log: how it grows by pages and by entries that come in any order. */
import type { Received } from '#contract/route.ts';
import type { listMessages } from '#contract/routes/messages.ts';
import type { Entry, Message } from '#contract/schemas.ts';
import { type Change, withChanges } from './changes.ts';

/** What this device holds of a conversation's log. */
export interface LogReplica {
  /** By seq, as they read now. */
  readonly messages: readonly Message[];
  /** By seq. They are kept for messages that are yet to be loaded, and for those that are told as they read before. */
  readonly changes: readonly Change[];
  /** Every entry up to here, from the oldest message on, is in the replica. Moves over gap-free ground only. */
  readonly through: number;
  /** Seqs of entries beyond a gap, ascending. */
  readonly ahead: readonly number[];
  readonly hasOlder: boolean;
}

/** A page of messages, newest first. */
export type Page = Received<typeof listMessages>;

/** The newest page. */
export const replicaOf = ({ items, next, through = 0 }: Page): LogReplica => ({
  messages: merged([], items),
  changes: [],
  through,
  ahead: [],
  hasOlder: next !== undefined,
});

/** With the page before the oldest message. */
export const withOlder = (replica: LogReplica, { items, next }: Page): LogReplica => ({
  ...replica,
  messages: merged(
    replica.messages,
    items.map((message) => withChanges(message, replica.changes)),
  ),
  hasOlder: next !== undefined,
});

/** With entries as they come: in any order, again, or beyond a gap. */
export function withEntries(replica: LogReplica, entries: readonly Entry[]): LogReplica {
  const fresh = entries.filter(({ seq }) => seq > replica.through && !replica.ahead.includes(seq));
  if (fresh.length === 0) return replica;
  const known = [...new Set([...replica.ahead, ...fresh.map(({ seq }) => seq)])].sort((one, other) => one - other);
  let { through } = replica;
  for (const seq of known) if (seq === through + 1) through = seq;
  const changes = [...replica.changes, ...fresh.filter((entry) => entry.kind !== 'message')].sort(
    (one, other) => one.seq - other.seq,
  );
  const touched = new Set(fresh.map((entry) => (entry.kind === 'message' ? entry.id : entry.target)));
  // The others stay the very same objects, by which it is seen that nothing became of them.
  const isTouched = ({ id, quote }: Message) => touched.has(id) || (quote !== undefined && touched.has(quote.id));
  return {
    ...replica,
    messages: merged(
      replica.messages,
      fresh.filter((entry) => entry.kind === 'message'),
    ).map((message) => (isTouched(message) ? withChanges(message, changes) : message)),
    changes,
    through,
    ahead: known.filter((seq) => seq > through),
  };
}

/** Whether every message after `seq` is in the replica, up to its `through`. */
export const isComplete = (replica: LogReplica | undefined, seq: number): boolean =>
  replica !== undefined && (!replica.hasOlder || seq + 1 >= (replica.messages[0]?.seq ?? 0));

/** One message per seq, in order; of two, the one that came later. */
function merged(messages: readonly Message[], more: readonly Message[]): readonly Message[] {
  const bySeq = new Map([...messages, ...more].map((message) => [message.seq, message]));
  return [...bySeq.values()].sort((one, other) => one.seq - other.seq);
}
