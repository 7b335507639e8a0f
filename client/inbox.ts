/**
 * What this device knows of conversations without having loaded them: what the server said of each, brought forward
 * by the entries that have come since; which entries exist; how far both people have read; and who is typing.
 */

import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import type { Conversation, Entry, ListedMessage, Message } from '#contract/schemas.ts';
import { type Change, withChanges } from './changes.ts';
import type { Preferences } from './mailbox.ts';

export interface Inbox {
  /**
   * Returns a number to take before the server is asked for rows: answers may overtake each other, and the latest
   * request wins.
   */
  nextRequest(): number;
  /**
   * Takes in rows of the server.
   * @param request the number that was taken before they were asked for
   */
  setRows(rows: readonly Conversation[], request: number): void;
  /** Returns what the server said of a conversation, brought forward, with the preferences that are being set. */
  row(peer: string): Conversation | undefined;
  /**
   * Shows preferences before the server has them.
   * @returns ends that; `kept`: the server has them
   */
  prefer(peer: string, preferences: Preferences): (kept: boolean) => void;
  /** Returns the number of the request that the server last answered with a conversation's row; 0: with none. */
  requestOf(peer: string): number;
  /** Returns the seq a conversation ends with, as far as its row tells. */
  lastSeq(peer: string): number;
  /** Brings the row of a conversation forward. */
  receive(peer: string, entries: readonly Entry[]): void;
  /** Counts what is unread in the row. @param messages all that follow what I have read, at least up to its end */
  count(peer: string, messages: readonly Message[]): void;

  /** Notes that an entry exists. */
  announce(peer: string, seq: number): void;
  announced(peer: string): readonly number[];
  /** Forgets the announced entries up to `through`: they are here. */
  forgetAnnounced(peer: string, through: number): void;

  /** Returns how far I have read, on any device. */
  readSeq(peer: string): number;
  /** @returns whether this moved the position forward */
  setRead(peer: string, seq: number): boolean;
  /** Goes back to what the server said, because it refused the position. */
  forgetRead(peer: string): void;
  /** Returns how far the peer is known to have read. */
  readByPeer(peer: string): number;
  setReadByPeer(peer: string, seq: number): void;

  isTyping(peer: string): boolean;
  setTyping(peer: string, typing: boolean): void;

  /** Forgets a conversation whose log turned out to be another one. */
  forget(peer: string): void;
}

/** @param changed called with the peers of every change */
export function createInbox(changed: (...peers: readonly string[]) => void): Inbox {
  const rows = new Map<string, KnownRow>();
  /** Seqs beyond the ends of replicas, or of rows where there is no replica, that are known to exist. */
  const announced = new Map<string, readonly number[]>();
  /** How far I have read, here or on another device, where that is further than the row says. */
  const read = new Map<string, number>();
  const readByPeer = new Map<string, number>();
  /** Preferences that the server has not confirmed yet, in the order in which they were set. */
  const preferred = new Map<string, readonly Preferences[]>();
  const typing = new Set<string>();
  let requests = 0;

  const told = (peer: string) => rows.get(peer)?.row;
  const readSeq = (peer: string) => Math.max(told(peer)?.readSeq ?? 0, read.get(peer) ?? 0);

  function row(peer: string): Conversation | undefined {
    const known = told(peer);
    return known && (preferred.get(peer) ?? []).reduce(withPreferences, known);
  }

  function setRow(peer: string, known: KnownRow): void {
    rows.set(peer, known);
    forgetAnnounced(peer, known.row.lastSeq);
  }

  function announce(peer: string, seq: number): void {
    announced.set(peer, [...(announced.get(peer) ?? []), seq]);
  }

  function forgetAnnounced(peer: string, through: number): void {
    const beyond = announced.get(peer)?.filter((seq) => seq > through);
    if (beyond) announced.set(peer, beyond);
  }

  return {
    nextRequest: () => ++requests,
    setRows(given, request) {
      const newer = given.filter(({ peer }) => (rows.get(peer)?.request ?? 0) <= request);
      for (const one of newer) setRow(one.peer, knownRow(one, request, rows.get(one.peer)?.since));
      changed(...newer.map(({ peer }) => peer));
    },
    row,
    prefer(peer, preferences) {
      preferred.set(peer, [...(preferred.get(peer) ?? []), preferences]);
      changed(peer);
      return (kept) => {
        preferred.set(peer, preferred.get(peer)?.filter((other) => other !== preferences) ?? []);
        const known = rows.get(peer);
        if (kept && known) rows.set(peer, { ...known, row: withPreferences(known.row, preferences) });
        changed(peer);
      };
    },
    requestOf: (peer) => rows.get(peer)?.request ?? 0,
    lastSeq: (peer) => told(peer)?.lastSeq ?? 0,
    receive(peer, entries) {
      for (const { seq } of entries) announce(peer, seq);
      const known = rows.get(peer);
      if (!known) return;
      setRow(peer, broughtForward(known, entries));
      changed(peer);
    },
    count(peer, messages) {
      const known = rows.get(peer);
      if (!known) return;
      const isUnread = ({ sender, seq }: Message) => sender === peer && seq > readSeq(peer) && seq <= known.row.lastSeq;
      rows.set(peer, { ...known, row: { ...known.row, unread: messages.filter(isUnread).length } });
    },
    announce,
    announced: (peer) => announced.get(peer) ?? [],
    forgetAnnounced,
    readSeq,
    setRead(peer, seq) {
      if (seq <= readSeq(peer)) return false;
      read.set(peer, seq);
      changed(peer);
      return true;
    },
    forgetRead(peer) {
      read.delete(peer);
      changed(peer);
    },
    readByPeer: (peer) => readByPeer.get(peer) ?? 0,
    setReadByPeer(peer, seq) {
      if (seq <= (readByPeer.get(peer) ?? 0)) return;
      readByPeer.set(peer, seq);
      changed(peer);
    },
    isTyping: (peer) => typing.has(peer),
    setTyping(peer, is) {
      if (typing.has(peer) === is) return;
      if (is) typing.add(peer);
      else typing.delete(peer);
      changed(peer);
    },
    forget(peer) {
      for (const known of [rows, announced, read, readByPeer]) known.delete(peer);
      changed(peer);
    },
  };
}

/** A row of the server's, brought forward by the entries that have come since. */
export interface KnownRow {
  readonly row: Conversation;
  /** The number of the request that the server answered with it. */
  readonly request: number;
  /** What has come since, by seq: kept because the answer to an older request may still replace the row. */
  readonly since: readonly Entry[];
}

/** @param row as the server tells it */
export function knownRow(row: Conversation, request: number, entries: readonly Entry[] = []): KnownRow {
  const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
  const since: Entry[] = [];
  let known = row;
  for (let next = bySeq.get(row.lastSeq + 1); next && continues(row, next); next = bySeq.get(next.seq + 1)) {
    since.push(next);
    known = withEntry(known, next);
  }
  return { row: known, request, since };
}

/** Returns the row with those of the entries that follow it. */
function broughtForward({ row, request, since }: KnownRow, entries: readonly Entry[]): KnownRow {
  const next = knownRow(row, request, entries);
  return { ...next, since: [...since, ...next.since] };
}

function withEntry(row: Conversation, entry: Entry): Conversation {
  const { seq: lastSeq } = entry;
  // Whether it is a message, and counts as one, is for the server to say.
  if (!isKnown(entry)) return { ...row, lastSeq };
  if (entry.kind === 'message') {
    const { archived: _archived, ...unarchived } = row;
    return {
      ...unarchived,
      lastSeq,
      lastMessage: entry,
      ...(entry.post && { post: entry.post }),
      unread: row.unread + (entry.sender === row.peer && lastSeq > row.readSeq ? 1 : 0),
    };
  }
  return { ...row, lastSeq, ...(row.lastMessage && { lastMessage: changed(row.lastMessage, entry) }) };
}

/** A log that was restored goes on in another generation: then the row is read again. */
const continues = ({ generation = 1 }: Conversation, entry: Entry): boolean =>
  !isKnown(entry) || (entry.generation ?? 1) === generation;

const changed = (message: ListedMessage, change: Change): ListedMessage =>
  isMessage(message) ? withChanges(message, [change]) : message;

/**
 * Returns the row as the server would tell it with these preferences. That a request is declined shows once the server
 * has it: what offered to decline it would be gone before it could say why that was refused.
 */
function withPreferences(row: Conversation, { muted, pinned, archivedThrough, ...set }: Preferences): Conversation {
  const { mutedUntil: wasUntil, archived: wasArchived, markedUnread: wasMarked, ...rest } = row;
  const mutedUntil = muted === undefined ? wasUntil : muted ? set.mutedUntil : undefined;
  const isArchived =
    archivedThrough === undefined ? wasArchived : archivedThrough > 0 && archivedThrough >= (row.lastMessage?.seq ?? 0);
  return {
    ...rest,
    ...(muted !== undefined && { muted }),
    ...(mutedUntil !== undefined && { mutedUntil }),
    ...(pinned !== undefined && { pinned }),
    ...(isArchived && { archived: true }),
    ...((set.markedUnread ?? wasMarked) && { markedUnread: true }),
  };
}
