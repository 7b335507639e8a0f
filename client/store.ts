/** What this device knows of a person's conversations, and the immutable snapshots in which it is shown. It never asks anybody. */
import type { Conversation, Entry } from '#contract/schemas.ts';
import { type RowsOf, createRows } from './conversation-rows.ts';
import { type KnownRow, broughtForward, byRecency, inboxRow, knownRow } from './inbox.ts';
import { type LogReplica, type Page, replicaOf, withEntries, withOlder } from './log-replica.ts';
import type { ConversationView, MailboxState } from './mailbox.ts';
import type { OutboxStorage } from './outbox-storage.ts';
import { type Outbox, createOutbox } from './outbox.ts';
import type { Failure } from './problem.ts';
import type { UnsentRecord } from './unsent.ts';

interface Opened {
  readonly copy: LogReplica | undefined;
  readonly loading: boolean;
  readonly error: Failure | undefined;
}

export class Store {
  /** Whose conversations these are. */
  readonly me: string;
  readonly outbox: Outbox;
  readonly #rowsOf: RowsOf;
  #state: MailboxState = { connection: 'connecting', inbox: [], inboxLoaded: false, conversations: record({}, []) };
  readonly #listeners = new Set<() => void>();
  readonly #opened = new Map<string, Opened>();
  /** Seqs beyond the ends of copies, or of rows where there is no copy, that are known to exist, by peer. */
  readonly #told = new Map<string, readonly number[]>();
  readonly #rows = new Map<string, KnownRow>();
  /** How far I have read, here or on another device. */
  readonly #read = new Map<string, number>();
  /** How far the peers are known to have read. */
  readonly #readByPeer = new Map<string, number>();
  readonly #typing = new Set<string>();
  #questions = 0;
  /** Peers to be shown anew when the change under way is complete. */
  #changing: Set<string> | undefined;

  /** @param now milliseconds since 1970 */
  constructor(me: string, storage: OutboxStorage, now: () => number) {
    this.me = me;
    // What waits to be sent is shown whether or not its conversation has been opened.
    this.outbox = createOutbox({ me, storage, now, changed: (peer) => this.#setOpened(peer, {}) });
    this.#rowsOf = createRows(me, this.outbox.named);
  }

  get state(): MailboxState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setConnection(connection: MailboxState['connection']): void {
    if (connection !== this.#state.connection) this.#become({ connection });
  }

  // The inbox.

  /** To be taken before the server is asked for rows: answers may overtake each other, and that to the later question stays. */
  question(): number {
    return ++this.#questions;
  }

  setRows(rows: readonly Conversation[], question: number): void {
    const newer = rows.filter(({ peer }) => (this.#rows.get(peer)?.question ?? 0) <= question);
    for (const row of newer) this.#setRow(row.peer, knownRow(row, question, this.#rows.get(row.peer)?.since));
    this.#show(newer.map(({ peer }) => peer));
  }

  #setRow(peer: string, known: KnownRow): void {
    this.#rows.set(peer, known);
    if (!this.isOpen(peer)) this.#forgetTold(peer, known.row.lastSeq);
  }

  inboxRead(): void {
    if (!this.#state.inboxLoaded) this.#become({ inboxLoaded: true });
  }

  /** The seq a conversation ends with, as far as its row tells. */
  lastSeq(peer: string): number {
    return this.#rows.get(peer)?.row.lastSeq ?? 0;
  }

  readSeq(peer: string): number {
    return Math.max(this.#rows.get(peer)?.row.readSeq ?? 0, this.#read.get(peer) ?? 0);
  }

  /** @returns whether this moved the position forward */
  setRead(peer: string, seq: number): boolean {
    if (seq <= this.readSeq(peer)) return false;
    this.#read.set(peer, seq);
    this.#show([peer]);
    return true;
  }

  /** Back to what the server said: it would not have the position. */
  forgetRead(peer: string): void {
    this.#read.delete(peer);
    this.#show([peer]);
  }

  setReadByPeer(peer: string, seq: number): void {
    if (seq <= (this.#readByPeer.get(peer) ?? 0)) return;
    this.#readByPeer.set(peer, seq);
    this.#show([peer]);
  }

  setTyping(peer: string, typing: boolean): void {
    if (this.#typing.has(peer) === typing) return;
    if (typing) this.#typing.add(peer);
    else this.#typing.delete(peer);
    this.#show([peer]);
  }

  // The conversations that have been opened.

  opened(): readonly string[] {
    return [...this.#opened.keys()];
  }

  isOpen(peer: string): boolean {
    return this.#opened.has(peer);
  }

  copy(peer: string): LogReplica | undefined {
    return this.#opened.get(peer)?.copy;
  }

  error(peer: string): Failure | undefined {
    return this.#opened.get(peer)?.error;
  }

  loading(peer: string): void {
    this.#setOpened(peer, { loading: true, error: undefined });
  }

  failed(peer: string, error: Failure): void {
    this.#setOpened(peer, { loading: false, error });
  }

  recovered(peer: string): void {
    this.#setOpened(peer, { error: undefined });
  }

  loaded(peer: string, page: Page): void {
    this.#asOne(() => {
      this.#settle(page.items);
      this.#setOpened(peer, { copy: replicaOf(page), loading: false });
    });
  }

  /** The page before `before`; not added when the copy has been replaced since it was asked for. */
  loadedOlder(peer: string, before: number, page: Page): void {
    const copy = this.copy(peer);
    const fits = copy?.messages[0]?.seq === before;
    this.#setOpened(peer, { copy: copy && fits ? withOlder(copy, page) : copy, loading: false });
  }

  /** Forgets the copy of a conversation whose log turned out to be another one. */
  drop(peer: string): void {
    this.#told.delete(peer);
    this.#read.delete(peer);
    this.#readByPeer.delete(peer);
    this.#rows.delete(peer);
    this.#setOpened(peer, { copy: undefined });
  }

  /** Notes that an entry exists. */
  tell(peer: string, seq: number): void {
    this.#told.set(peer, [...(this.#told.get(peer) ?? []), seq]);
  }

  #forgetTold(peer: string, through: number): void {
    const told = this.#told.get(peer);
    if (told)
      this.#told.set(
        peer,
        told.filter((seq) => seq > through),
      );
  }

  /** Seqs that are known to exist beyond the gap-free part of the copy, or beyond the row where there is no copy; ascending. */
  missing(peer: string): readonly number[] {
    const { through, ahead } = this.copy(peer) ?? { through: this.lastSeq(peer), ahead: [] };
    const known = new Set([...(this.#told.get(peer) ?? []), ...ahead, this.lastSeq(peer)]);
    return [...known].filter((seq) => seq > through).sort((one, other) => one - other);
  }

  /** Takes in entries, from wherever they come. */
  receive(peer: string, entries: readonly Entry[]): void {
    this.#asOne(() => {
      this.#settle(entries);
      // Whoever has sent it has stopped writing it.
      if (entries.some(({ kind, sender }) => kind === 'message' && sender === peer)) this.setTyping(peer, false);
      for (const { seq } of entries) this.tell(peer, seq);
      const copy = this.copy(peer);
      if (copy) this.#receiveInCopy(peer, withEntries(copy, entries));
      else this.#receiveInRow(peer, entries);
    });
  }

  #receiveInCopy(peer: string, copy: LogReplica): void {
    this.#forgetTold(peer, copy.through);
    this.#setOpened(peer, { copy });
  }

  /** A conversation that is not here has its row alone. */
  #receiveInRow(peer: string, entries: readonly Entry[]): void {
    const known = this.#rows.get(peer);
    if (!known) return;
    this.#setRow(peer, broughtForward(known, entries));
    this.#show([peer]);
  }

  /** Takes in unsent messages that this device has kept. Some of them may be stored, and shown as such. */
  adopt(items: readonly UnsentRecord[]): void {
    this.#asOne(() => {
      this.outbox.adopt(items);
      for (const { peer } of items) this.#settle(this.copy(peer)?.messages ?? []);
    });
  }

  /** My own messages among what came are no longer unsent. */
  #settle(entries: readonly Entry[]): void {
    for (const { sender, clientId } of entries)
      if (sender === this.me && clientId !== undefined) this.outbox.remove(clientId);
  }

  #setOpened(peer: string, change: Partial<Opened>): void {
    const before = this.#opened.get(peer) ?? { copy: undefined, loading: false, error: undefined };
    this.#opened.set(peer, { ...before, ...change });
    this.#show([peer]);
  }

  // Snapshots.

  /** Shows the outcome of several changes only: a message is never seen to be gone, or twice, on its way from the outbox to the log. */
  #asOne(change: () => void): void {
    const changing = new Set<string>();
    this.#changing = changing;
    try {
      change();
    } finally {
      this.#changing = undefined;
    }
    this.#show([...changing]);
  }

  /** Makes what is shown of these conversations anew. */
  #show(peers: readonly string[]): void {
    if (this.#changing) for (const peer of peers) this.#changing.add(peer);
    if (this.#changing || peers.length === 0) return;
    const rows = peers.flatMap((peer) => {
      const known = {
        row: this.#rows.get(peer)?.row,
        copy: this.copy(peer),
        readSeq: this.#read.get(peer) ?? 0,
        unsent: this.outbox.of(peer).at(-1),
      };
      return inboxRow(this.me, peer, known) ?? [];
    });
    const views = peers.flatMap((peer) => this.#view(peer) ?? []);
    const shown = new Set(peers);
    const inbox = [...this.#state.inbox.filter(({ peer }) => !shown.has(peer)), ...rows].sort(byRecency);
    this.#become({ inbox, conversations: record(this.#state.conversations, views) });
  }

  #view(peer: string): ConversationView | undefined {
    const opened = this.#opened.get(peer);
    if (!opened) return undefined;
    const { copy, loading, error } = opened;
    const rows = this.#rowsOf(copy, this.outbox.of(peer));
    const { through = 0, hasOlder = false } = copy ?? {};
    const signs = { readByPeer: this.#readByPeer.get(peer) ?? 0, typing: this.#typing.has(peer) };
    return { peer, rows, loaded: copy !== undefined, through, hasOlder, ...signs, loading, ...(error && { error }) };
  }

  #become(change: Partial<MailboxState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Has no prototype: `constructor` is a good user name. */
const record = (
  before: Readonly<Record<string, ConversationView>>,
  views: readonly ConversationView[],
): Readonly<Record<string, ConversationView>> =>
  Object.assign(Object.create(null), before, Object.fromEntries(views.map((view) => [view.peer, view])));
