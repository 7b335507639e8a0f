/** Derives what the page shows of one conversation: its row in the inbox, and its view. */

import { isMessage } from '#contract/entry-kinds.ts';
import type { Conversation, ListedMessage, Message, Quote } from '#contract/schemas.ts';
import { byPlace, placeOf } from './inbox-lists.ts';
import { type LogReplica, isComplete } from './log-replica.ts';
import type { ConversationView, InboxRow, MessageRow } from './mailbox.ts';
import type { Loading } from './opened-conversations.ts';
import type { UnsentMessage } from './unsent.ts';

export interface Known {
  /** As the server last returned it, brought forward by the entries that have come since. */
  readonly row: Conversation | undefined;
  /** How far I have read. */
  readonly readSeq: number;
  /** How far the peer has read. */
  readonly readByPeer: number;
  readonly typing: boolean;
  readonly opened: boolean;
  readonly replica: LogReplica | undefined;
  readonly loading: Loading;
  readonly unsent: readonly UnsentMessage[];
}

export interface Views {
  /** Undefined where nothing was written yet. */
  readonly inboxRow: InboxRow | undefined;
  /** Undefined where the conversation was not opened. */
  readonly conversation: ConversationView | undefined;
}

/** @param isMine whether a clientId is one this device has given */
export function createViews(me: string, isMine: (clientId: string) => boolean): (peer: string, known: Known) => Views {
  const rowsOf = createRows(me, isMine);
  return (peer, known) => {
    const row = inboxRow(me, peer, known);
    // A server of an older version may say that a request was read, which is for its recipient to show.
    const shown = row?.awaitingAnswer ? { ...known, readByPeer: 0, typing: false } : known;
    return { inboxRow: row, conversation: known.opened ? conversationView(peer, shown, rowsOf) : undefined };
  };
}

function conversationView(
  peer: string,
  { readByPeer, typing, replica, loading: { loading, error }, unsent }: Known,
  rowsOf: RowsOf,
): ConversationView {
  const { through = 0, hasOlder = false, until } = replica?.extent ?? {};
  const hasNewer = until !== undefined;
  const rows = rowsOf(replica, unsent);
  const loaded = replica !== undefined;
  const unknown = replica?.unknown ?? [];
  const extent = { loaded, through, hasOlder, hasNewer };
  return { peer, rows, unknown, ...extent, readByPeer, typing, loading, ...(error && { error }) };
}

type RowsOf = (replica: LogReplica | undefined, unsent: readonly UnsentMessage[]) => readonly MessageRow[];

/**
 * @param isMine whether a clientId is one this device has given, so that the row it became keeps its key
 * @returns a function that makes the rows of a conversation: the same row for the same message, so that the page need
 * not draw it again
 */
export function createRows(me: string, isMine: (clientId: string) => boolean): RowsOf {
  const stored = new WeakMap<Message, MessageRow>();

  function rowOf(message: Message): MessageRow {
    const row = stored.get(message) ?? sentRow(message);
    stored.set(message, row);
    return row;
  }

  function sentRow({ kind: _kind, recipient: _recipient, ...message }: Message): MessageRow {
    const { id, clientId } = message;
    return { key: clientId !== undefined && isMine(clientId) ? clientId : id, ...message, state: 'sent' };
  }

  function unsentRow(
    { clientId, body, timestamp, replyTo, post, attachments, problem, delay }: UnsentMessage,
    messages: readonly Message[],
  ): MessageRow {
    const answered = replyTo === undefined ? undefined : messages.find(({ id }) => id === replyTo);
    return {
      key: clientId,
      sender: me,
      body,
      timestamp,
      clientId,
      ...(answered && { quote: quoteOf(answered) }),
      ...(post && { post }),
      ...(attachments && { attachments }),
      ...(problem ? { state: 'failed', problem } : { state: 'pending', ...(delay && { delay }) }),
    };
  }

  return (replica, unsent) => {
    const messages = replica?.messages ?? [];
    return [...messages.map(rowOf), ...unsent.map((message) => unsentRow(message, messages))];
  };
}

const quoteOf = ({ id, sender, body, deleted, attachments }: Message): Quote => ({
  ...{ id, sender, body },
  ...(deleted && { deleted }),
  ...(attachments && { attachments: attachments.length }),
});

/** Returns undefined where nothing was written yet. */
function inboxRow(me: string, peer: string, { row, replica, readSeq, unsent }: Known): InboxRow | undefined {
  const lastSeq = Math.max(row?.lastSeq ?? 0, replica?.extent.through ?? 0);
  const lastMessage = newest(row?.lastMessage, replica?.messages.at(-1));
  const lastUnsent = unsent.at(-1);
  if (!lastMessage && !lastUnsent) return undefined;
  const written = later(lastMessage?.timestamp ?? '', lastUnsent?.timestamp ?? '');
  const unread = peer === me || readSeq >= lastSeq ? 0 : unreadOf(peer, row, replica, readSeq);
  const { muted = false, mutedUntil, pinned = false, blocked = false, archived, markedUnread } = row ?? {};
  const post =
    replica?.messages.findLast(({ seq, post: about }) => about && seq > (row?.lastSeq ?? 0))?.post ?? row?.post;
  return {
    ...{ peer, lastSeq, written, unread, readSeq, muted, pinned, blocked },
    ...(row?.peerName !== undefined && { peerName: row.peerName }),
    ...(row?.peerDeleted && { peerDeleted: true }),
    ...(row?.online && { online: true }),
    ...(muted && mutedUntil !== undefined && { mutedUntil }),
    // A message that the row does not have yet brings it back, and so does one of mine that waits to be sent.
    ...(archived && !lastUnsent && lastMessage?.seq === row?.lastMessage?.seq && { archived }),
    ...(markedUnread && { markedUnread }),
    ...(lastMessage && { lastMessage }),
    ...(post && { post }),
    ...requestOf(me, lastMessage, row),
  };
}

/** A request is one message, and the next ends it: so the newest message says whether there is one. */
function requestOf(
  me: string,
  newestMessage: ListedMessage | undefined,
  row: Conversation | undefined,
): Pick<InboxRow, 'request' | 'declined' | 'awaitingAnswer'> {
  const isKnown = newestMessage && isMessage(newestMessage);
  if (isKnown && newestMessage.request && newestMessage.sender === me) return { awaitingAnswer: true };
  const isReceived = isKnown ? newestMessage.request : row?.request;
  return isReceived ? { request: true, ...(row?.declined && { declined: true }) } : {};
}

/**
 * Returns how many messages of the peer follow `readSeq`: counted where this device has them all, else as the server
 * counted.
 */
function unreadOf(
  peer: string,
  row: Conversation | undefined,
  replica: LogReplica | undefined,
  readSeq: number,
): number {
  const { lastSeq = 0, unread = 0 } = row ?? {};
  if (!replica || replica.extent.through < lastSeq) return unread;
  const after = (seq: number) =>
    replica.messages.filter((message) => message.sender === peer && message.seq > seq).length;
  // Whether an entry of an unknown kind is a message is for the server to say.
  const isKnown = replica.unknown.every(({ seq }) => seq <= readSeq);
  return isKnown && isComplete(replica.extent, readSeq) ? after(readSeq) : unread + after(lastSeq);
}

const newest = (one: ListedMessage | undefined, other: ListedMessage | undefined): ListedMessage | undefined =>
  one && other ? (one.seq > other.seq ? one : other) : (one ?? other);

/** Orders conversations as the lists do. */
export const byRecency = (one: InboxRow, other: InboxRow): number => byPlace(placeOf(one), placeOf(other));

const later = (one: string, other: string): string => (one > other ? one : other);
