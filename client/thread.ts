/** One conversation as it is shown: its rows, and how they come to be from messages of the server and my own unsent ones. */
import type { Received } from '#contract/route.ts';
import type { listMessages } from '#contract/routes/messages.ts';
import type { Entry, Message, Quote } from '#contract/schemas.ts';
import { type Change, withChanges } from './changes.ts';
import type { Delay, Unsent } from './outbox.ts';
import type { Failure } from './problem.ts';

/** A message of the server, or one of mine that it is not known to have: that has no `id` and no `seq`. */
export interface Row
  extends
    Pick<Message, 'sender' | 'body' | 'timestamp'>,
    Partial<Pick<Message, 'id' | 'seq' | 'clientId' | 'editedAt' | 'deleted' | 'reactions' | 'quote'>> {
  /** Stays the same while a pending row becomes a stored one. */
  readonly key: string;
  readonly state: 'pending' | 'sent' | 'failed';
  /** Why it failed. */
  readonly problem?: Failure;
  /** Why a pending one takes its time, and how long. */
  readonly delay?: Delay;
}

export interface ConversationView {
  readonly peer: string;
  /** Stored ones by seq, then my unsent ones in the order in which they will be sent. */
  readonly rows: readonly Row[];
  /** Whether the newest messages have been downloaded. */
  readonly loaded: boolean;
  /** Seq up to which nothing is missing between the oldest row and the newest. */
  readonly through: number;
  /** Whether there are older messages to load. */
  readonly older: boolean;
  /** Seq up to which the peer is known to have read. */
  readonly readByPeer: number;
  /** Whether the peer is writing right now. */
  readonly typing: boolean;
  readonly loading: boolean;
  /** Why the last loading failed. It is tried again when there is a connection. */
  readonly error?: Failure;
}

/** What this device holds of a conversation's log. */
export interface LogReplica {
  /** By seq, as they read now. */
  readonly messages: readonly Message[];
  /** By seq. They are kept for messages that are yet to be loaded, and for those that are told as they read before. */
  readonly changes: readonly Change[];
  /** Every entry up to here, from the oldest message on, is in the copy. Moves over gap-free ground only. */
  readonly through: number;
  /** Seqs of entries beyond a gap, ascending. */
  readonly ahead: readonly number[];
  readonly older: boolean;
}

/** A page of messages, newest first. */
export type Page = Received<typeof listMessages>;

/** The newest page. */
export const replicaOf = ({ items, next, through = 0 }: Page): LogReplica => ({
  messages: merged([], items),
  changes: [],
  through,
  ahead: [],
  older: next !== undefined,
});

/** With the page before the oldest message. */
export const withOlder = (copy: LogReplica, { items, next }: Page): LogReplica => ({
  ...copy,
  messages: merged(
    copy.messages,
    items.map((message) => withChanges(message, copy.changes)),
  ),
  older: next !== undefined,
});

/** With entries as they come: in any order, again, or beyond a gap. */
export function withEntries(copy: LogReplica, entries: readonly Entry[]): LogReplica {
  const fresh = entries.filter(({ seq }) => seq > copy.through && !copy.ahead.includes(seq));
  if (fresh.length === 0) return copy;
  const known = [...new Set([...copy.ahead, ...fresh.map(({ seq }) => seq)])].sort((one, other) => one - other);
  let { through } = copy;
  for (const seq of known) if (seq === through + 1) through = seq;
  const changes = [...copy.changes, ...fresh.filter((entry) => entry.kind !== 'message')].sort(
    (one, other) => one.seq - other.seq,
  );
  const touched = new Set(fresh.map((entry) => (entry.kind === 'message' ? entry.id : entry.target)));
  // The others stay the very same objects, by which it is seen that nothing became of them.
  const isTouched = ({ id, quote }: Message) => touched.has(id) || (quote !== undefined && touched.has(quote.id));
  return {
    ...copy,
    messages: merged(
      copy.messages,
      fresh.filter((entry) => entry.kind === 'message'),
    ).map((message) => (isTouched(message) ? withChanges(message, changes) : message)),
    changes,
    through,
    ahead: known.filter((seq) => seq > through),
  };
}

/** Whether every message after `seq` is in the copy, up to its `through`. */
export const isComplete = (copy: LogReplica | undefined, seq: number): boolean =>
  copy !== undefined && (!copy.older || seq + 1 >= (copy.messages[0]?.seq ?? 0));

/** One message per seq, in order; of two, the one that came later. */
function merged(messages: readonly Message[], more: readonly Message[]): readonly Message[] {
  const bySeq = new Map([...messages, ...more].map((message) => [message.seq, message]));
  return [...bySeq.values()].sort((one, other) => one.seq - other.seq);
}

export type RowsOf = (copy: LogReplica | undefined, unsent: readonly Unsent[]) => readonly Row[];

/**
 * @param mine whether a clientId is one this device has given, so that the row it became keeps its key
 * @returns what makes a conversation's rows: of the same message always the same row, so that it need not be drawn anew
 */
export function createRows(me: string, mine: (clientId: string) => boolean): RowsOf {
  const stored = new WeakMap<Message, Row>();

  function rowOf(message: Message): Row {
    const row = stored.get(message) ?? sentRow(message);
    stored.set(message, row);
    return row;
  }

  function sentRow({ kind: _kind, recipient: _recipient, ...message }: Message): Row {
    const { id, clientId } = message;
    return { key: clientId !== undefined && mine(clientId) ? clientId : id, ...message, state: 'sent' };
  }

  function unsentRow(
    { clientId, body, timestamp, replyTo, problem, delay }: Unsent,
    messages: readonly Message[],
  ): Row {
    const answered = replyTo === undefined ? undefined : messages.find(({ id }) => id === replyTo);
    const outcome = problem
      ? { state: 'failed' as const, problem }
      : { state: 'pending' as const, ...(delay && { delay }) };
    return {
      key: clientId,
      sender: me,
      body,
      timestamp,
      clientId,
      ...(answered && { quote: quoteOf(answered) }),
      ...outcome,
    };
  }

  return (copy, unsent) => {
    const messages = copy?.messages ?? [];
    return [...messages.map(rowOf), ...unsent.map((item) => unsentRow(item, messages))];
  };
}

const quoteOf = ({ id, sender, body, deleted }: Message): Quote => ({ id, sender, body, ...(deleted && { deleted }) });
