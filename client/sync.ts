/** Reads from the server what the store misses: pages, single entries, logs and the inbox. */
import { conversationOf, messageId } from '#contract/message-id.ts';
import { getConversation, listConversations, readLog } from '#contract/routes/conversations.ts';
import { getMessage, listMessages } from '#contract/routes/messages.ts';
import type { Entry } from '#contract/schemas.ts';
import { coalesce } from './coalesce.ts';
import { type Failure, NetworkError, asFailure, isRefusal, isTransient } from './problem.ts';
import type { Session } from './session.ts';
import type { Store } from './store.ts';

/** Up to so many new entries are downloaded one by one; more are read from the log. */
const MAX_SINGLE_ENTRIES = 4;
/** Up to so many rows of the inbox are asked for one by one. */
const MAX_SINGLE_ROWS = 4;
/** The most a page of the log and of the inbox may have. The server reads the whole inbox for every page. */
const LOG_PAGE_SIZE = 200;
const INBOX_PAGE_SIZE = 1000;

/** What fails is thrown as ApiProblem or NetworkError, and what was known to be missing still is. */
export interface Sync {
  /** Opens a conversation with its newest page, or downloads what is known to be missing of an open one. */
  ensureLoaded(peer: string): Promise<void>;
  /** Opens a conversation anew: its copy is not of the log the server has. */
  reload(peer: string): Promise<void>;
  /** The page before the oldest message. A failure is shown in the view. */
  loadOlder(peer: string): Promise<void>;
  /** Takes in the log after a seq, to its end, and answers where that is. */
  readToEnd(peer: string, after: number): Promise<number>;
  /** Takes in what was appended to a conversation, or its row where it is not open, though nobody has told of it. */
  readNew(peer: string): Promise<void>;
  /** Brings what is here of a conversation, be it open or its row alone, up to what is known to be missing. */
  onAnnounced(peer: string): Promise<void>;
  /** Asks for a conversation's row of the inbox. */
  refreshRow(peer: string): Promise<void>;
  /**
   * The inbox first, then whatever of the open conversations is behind it.
   * @param front whose log is read though the inbox tells of nothing new: where nobody keeps the inbox, reading a log mends it
   * @returns why one of the conversations could not be read, if so: the others have been
   */
  catchUp(front: string | undefined): Promise<Failure | undefined>;
}

export interface SyncOptions {
  readonly session: Session;
  readonly store: Store;
  readonly signal: AbortSignal;
}

export function createSync({ session, store, signal }: SyncOptions): Sync {
  const loads = new Map<string, Promise<void>>();
  const runs = new Map<string, () => Promise<void>>();
  /** Conversations whose log is to be read whatever their row says: the head may be late, or the log may be another one. */
  const suspects = new Set<string>();
  const rowsToRead = new Set<string>();

  async function ensureLoaded(peer: string): Promise<void> {
    // The row tells how far the peer has read.
    if (!store.copy(peer)) await Promise.all([load(peer), readRow(peer)]);
    if (suspects.has(peer) || store.missing(peer).length > 0) await readMissing(peer);
  }

  function load(peer: string): Promise<void> {
    const under = loads.get(peer) ?? loadPage(peer).finally(() => loads.delete(peer));
    loads.set(peer, under);
    return under;
  }

  async function loadPage(peer: string): Promise<void> {
    store.loading(peer);
    try {
      store.loaded(peer, await session.call(listMessages, { query: { target: peer } }, { signal }));
    } catch (thrown) {
      store.failed(peer, asFailure(thrown));
      throw thrown;
    }
  }

  async function reload(peer: string): Promise<void> {
    store.drop(peer);
    await Promise.all([load(peer), readRow(peer)]);
  }

  async function loadOlder(peer: string): Promise<void> {
    const copy = store.copy(peer);
    const before = copy?.messages[0]?.seq;
    if (!copy?.hasOlder || before === undefined || store.state.conversations[peer]?.loading) return;
    store.loading(peer);
    try {
      store.loadedOlder(
        peer,
        before,
        await session.call(listMessages, { query: { target: peer, before } }, { signal }),
      );
    } catch (thrown) {
      store.failed(peer, asFailure(thrown));
    }
  }

  /** One at a time for each conversation, so that what is told meanwhile is dealt with once. */
  function readMissing(peer: string): Promise<void> {
    const run = runs.get(peer) ?? coalesce(() => readMissingOnce(peer));
    runs.set(peer, run);
    return run();
  }

  async function readMissingOnce(peer: string): Promise<void> {
    const copy = store.copy(peer);
    if (!copy) return readMissingOfRow(peer);
    // Whoever suspects it from now on wants it read once more.
    const suspected = suspects.delete(peer);
    try {
      const adjoining = store.missing(peer).filter((seq, index) => seq === copy.through + 1 + index);
      if (adjoining.length <= MAX_SINGLE_ENTRIES)
        await download(
          peer,
          adjoining.filter((seq) => !copy.ahead.includes(seq)),
        );
      const { through } = store.copy(peer) ?? copy;
      if (suspected || store.missing(peer).length > 0) await readToEnd(peer, through);
    } catch (thrown) {
      if (isRefusal(thrown, 'reset')) return reload(peer);
      if (suspected) suspects.add(peer);
      throw thrown;
    }
  }

  /** The entries that follow a row tell what has become of it, and a few of them cost less than the row. */
  async function readMissingOfRow(peer: string): Promise<void> {
    const lastSeq = store.lastSeq(peer);
    const adjoining = store.missing(peer).filter((seq, index) => seq === lastSeq + 1 + index);
    if (lastSeq > 0 && adjoining.length <= MAX_SINGLE_ENTRIES) await download(peer, adjoining);
    if (store.missing(peer).length > 0) await refreshRow(peer);
  }

  function refreshRow(peer: string): Promise<void> {
    rowsToRead.add(peer);
    return readRows();
  }

  async function download(peer: string, seqs: readonly number[]): Promise<void> {
    const conversation = conversationOf(store.me, peer);
    const entries = await Promise.all(seqs.map((seq) => entryOf(messageId({ conversation, seq }))));
    store.receive(peer, entries.flat());
  }

  /** Nothing where the id is unknown after all. */
  async function entryOf(id: string): Promise<readonly Entry[]> {
    try {
      return [await session.call(getMessage, { parameters: { id } }, { signal })];
    } catch (thrown) {
      if (isRefusal(thrown, 'not-found')) return [];
      throw thrown;
    }
  }

  async function readToEnd(peer: string, after: number): Promise<number> {
    for (let end = after; ;) {
      const page = await session.call(
        readLog,
        { parameters: { peer }, query: { after: end, limit: LOG_PAGE_SIZE } },
        { signal },
      );
      store.receive(peer, page.items);
      end = page.items.at(-1)?.seq ?? end;
      if (!page.more) return end;
    }
  }

  const readRows = coalesce(async () => {
    const peers = [...rowsToRead];
    rowsToRead.clear();
    if (peers.length > MAX_SINGLE_ROWS) await readInbox();
    else await Promise.all(peers.map(readRow));
  });

  async function readRow(peer: string): Promise<void> {
    const question = store.question();
    const { peerReadSeq, ...row } = await session.call(getConversation, { parameters: { peer } }, { signal });
    store.setRows([row], question);
    store.setReadByPeer(peer, peerReadSeq);
  }

  async function readInbox(): Promise<void> {
    let cursor: string | undefined;
    do {
      const question = store.question();
      const query = { limit: INBOX_PAGE_SIZE, ...(cursor !== undefined && { cursor }) };
      const page = await session.call(listConversations, { query }, { signal });
      store.setRows(page.items, question);
      cursor = page.next;
    } while (cursor !== undefined);
    store.inboxRead();
  }

  /**
   * A refusal is shown in its view; what cannot be opened is not tried again.
   * @returns why it is to be tried again, if so
   */
  async function catchUpWith(peer: string, inFront: boolean): Promise<Failure | undefined> {
    const error = store.error(peer);
    const { through } = store.copy(peer) ?? {};
    if (through === undefined && error && !isTransient(error)) return undefined;
    if (through !== undefined && (inFront || store.lastSeq(peer) < through)) suspects.add(peer);
    try {
      await Promise.all([ensureLoaded(peer), inFront && readRow(peer)]);
      if (error) store.recovered(peer);
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (isTransient(failure)) return failure;
      store.failed(peer, failure);
    }
    return undefined;
  }

  return {
    ensureLoaded,
    reload,
    loadOlder,
    readToEnd,
    async readNew(peer) {
      suspects.add(peer);
      await (store.copy(peer) ? readMissing(peer) : refreshRow(peer));
    },
    onAnnounced: (peer) => (store.isOpen(peer) ? ensureLoaded(peer) : readMissing(peer)),
    refreshRow,
    async catchUp(front) {
      await readInbox();
      const failures = await Promise.all(store.opened().map((peer) => catchUpWith(peer, peer === front)));
      return (
        failures.find((failure) => failure instanceof NetworkError) ?? failures.find((failure) => failure !== undefined)
      );
    },
  };
}
