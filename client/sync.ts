/** Reads from the server what the store misses: pages, single entries, logs and the inbox. */

import { isKnown } from '#contract/entry-kinds.ts';
import { conversationOf, messageId } from '#contract/message-id.ts';
import { readLog } from '#contract/routes/conversations.ts';
import { getMessage, listMessages } from '#contract/routes/messages.ts';
import type { Entry } from '#contract/schemas.ts';
import { GENERATIONS_SINCE } from '#contract/version.ts';
import { coalesce } from './coalesce.ts';
import type { HistoryPages } from './history-pages.ts';
import type { InboxReader } from './inbox-reader.ts';
import { lazyHistory } from './lazy-history.ts';
import { type Failure, NetworkError, asFailure, isRefusal, isTransient, otherTimeline } from './problem.ts';
import { createRowReader } from './row-reader.ts';
import type { Session } from './session.ts';
import type { Store } from './store.ts';

/** Up to this many new entries are downloaded one by one; more are read from the log. */
const MAX_SINGLE_ENTRIES = 4;
/** The largest page the server gives of a log. */
const LOG_PAGE_SIZE = 200;

/** A place in a log. Without the generation of its entry, the server notices only that there is no such entry. */
export interface LogPlace {
  readonly after: number;
  readonly generation?: number | undefined;
}

/** An entry whose id has come. */
export interface Announced {
  readonly seq: number;
  /** Where it came as well, and need not be downloaded. */
  readonly entry: Entry | undefined;
}

/** Failures are thrown as ApiProblem or NetworkError, and what was known to be missing still is. */
export interface Sync extends HistoryPages {
  /** Opens a conversation for somebody who looks at it: reads what was not read while nobody did. */
  open(peer: string): Promise<void>;
  /** Opens a conversation with its newest page, or reads what is known to be missing of an open one. */
  ensureLoaded(peer: string): Promise<void>;
  /** Replaces the replica of a conversation, because it is not of the log that the server has. */
  reload(peer: string): Promise<void>;
  /**
   * Takes in the log after a place in it, to its end.
   * @param reached called after each page with the place it ends at
   */
  readToEnd(peer: string, after: LogPlace, reached?: (place: LogPlace) => void): Promise<void>;
  /** Reads what was appended to a conversation without being announced; of one that is not open, the row. */
  readNew(peer: string): Promise<void>;
  /** Reads entries that were announced. A conversation that is not open has its row brought forward. */
  onAnnounced(peer: string, announced: readonly Announced[]): Promise<void>;
  /** Reads a conversation's row of the inbox. */
  refreshRow(peer: string): Promise<void>;
  /** Asks for the totals of the inbox again. */
  countInbox(): Promise<void>;
  watchInbox: InboxReader['watch'];
  loadMoreInbox: InboxReader['readMore'];
  /**
   * Reads the inbox, as far as it was read before, and then the logs of the open conversations that are behind it. One
   * that nobody looks at, and that is not in what was read of the inbox, is read once somebody opens it.
   * @param front the conversation whose log is read even where the inbox has nothing new: where the stream's consumer
   * has given up and the inbox is stale, reading a log mends it
   * @returns why one of the conversations could not be read, if so: the others have been
   */
  catchUp(front: string | undefined): Promise<Failure | undefined>;
}

export interface SyncOptions {
  readonly session: Session;
  readonly store: Store;
  readonly signal: AbortSignal;
  /** Takes failures to read what nobody waits for. */
  readonly onFailure: (thrown: unknown) => void;
}

export function createSync({ session, store, signal, onFailure }: SyncOptions): Sync {
  const { inbox, opened } = store;
  const loads = new Map<string, Promise<void>>();
  const runs = new Map<string, () => Promise<void>>();
  /** Conversations whose log is read regardless of their row: the head may be late, or the log may be another one. */
  const suspects = new Set<string>();
  /** Entries that came with their announcement, by id, while it is dealt with. */
  const delivered = new Map<string, Entry>();
  const { reader, readRow, refreshRow } = createRowReader({ session, store, signal, onFailure });

  async function ensureLoaded(peer: string): Promise<void> {
    if (!opened.extent(peer)) await loadWithRow(peer);
    if (suspects.has(peer) || store.missing(peer).length > 0) await readMissing(peer);
  }

  /** The row says how far the peer has read, and where I have stopped reading. */
  async function loadWithRow(peer: string): Promise<void> {
    const row = readRow(peer);
    await Promise.all([load(peer, inbox.row(peer) ? undefined : row), row]);
  }

  function load(peer: string, row?: Promise<void>): Promise<void> {
    const running = loads.get(peer) ?? loadPage(peer, row).finally(() => loads.delete(peer));
    loads.set(peer, running);
    return running;
  }

  /** @param row what tells where to begin reading: the page is shown once it is here, or has failed */
  async function loadPage(peer: string, row?: Promise<void>): Promise<void> {
    opened.startLoading(peer);
    try {
      const page = await session.call(listMessages, { query: { target: peer } }, { signal });
      await row?.catch(() => undefined);
      store.load(peer, page);
    } catch (thrown) {
      opened.failLoading(peer, asFailure(thrown));
      throw thrown;
    }
  }

  async function reload(peer: string): Promise<void> {
    store.reset(peer);
    await loadWithRow(peer);
  }

  /** Runs once at a time for each conversation, so that what is announced meanwhile is dealt with once. */
  function readMissing(peer: string): Promise<void> {
    const run = runs.get(peer) ?? coalesce(() => readMissingOnce(peer));
    runs.set(peer, run);
    return run();
  }

  async function readMissingOnce(peer: string): Promise<void> {
    const extent = opened.extent(peer);
    if (!extent) return bringRowForward(peer);
    // A suspicion that arises from here on asks for another reading.
    const suspected = suspects.delete(peer);
    try {
      const adjoining = store.missing(peer).filter((seq, index) => seq === extent.through + 1 + index);
      if (areFew(peer, adjoining))
        await download(
          peer,
          adjoining.filter((seq) => !extent.ahead.includes(seq)),
        );
      const { through, generation } = opened.extent(peer) ?? extent;
      if (suspected || store.missing(peer).length > 0) await readToEnd(peer, { after: through, generation });
    } catch (thrown) {
      if (isRefusal(thrown, 'reset')) return reload(peer);
      if (suspected) suspects.add(peer);
      throw thrown;
    }
  }

  /** Brings a row forward by the entries that follow it: a few of them cost less than the row. */
  async function bringRowForward(peer: string): Promise<void> {
    const lastSeq = inbox.lastSeq(peer);
    const adjoining = store.missing(peer).filter((seq, index) => seq === lastSeq + 1 + index);
    if (lastSeq > 0 && areFew(peer, adjoining)) await download(peer, adjoining);
    if (store.missing(peer).length > 0) await refreshRow(peer);
  }

  const idOf = (peer: string, seq: number): string => messageId({ conversation: conversationOf(store.me, peer), seq });

  /** True if downloading these one by one costs less than a page. Entries that have come cost nothing. */
  const areFew = (peer: string, seqs: readonly number[]): boolean =>
    seqs.filter((seq) => !delivered.has(idOf(peer, seq))).length <= MAX_SINGLE_ENTRIES;

  async function download(peer: string, seqs: readonly number[]): Promise<void> {
    const entries = await Promise.all(seqs.map((seq) => entryOf(idOf(peer, seq))));
    await takeIn(peer, entries.flat());
  }

  const isAwaitingAnswer = (peer: string): boolean =>
    store.snapshot.state.inbox.some((row) => row.peer === peer && row.awaitingAnswer);

  async function takeIn(peer: string, entries: readonly Entry[]): Promise<void> {
    const wasAwaiting = isAwaitingAnswer(peer);
    const wasWhole = opened.extent(peer)?.until === undefined;
    if (!store.receive(peer, entries)) throw otherTimeline();
    // Only the server can count what is of an unknown kind, and only now does it say how far a request was read.
    const isAnswered = wasAwaiting && !isAwaitingAnswer(peer);
    // It also counts what is left out of the window.
    const leavesOut = wasWhole && opened.extent(peer)?.until !== undefined;
    if (isAnswered || leavesOut || !entries.every(isKnown)) await refreshRow(peer);
  }

  /** Resolves to nothing where the server does not know the id after all. */
  async function entryOf(id: string): Promise<readonly Entry[]> {
    const entry = delivered.get(id);
    if (entry) return [entry];
    try {
      return [await session.call(getMessage, { parameters: { id } }, { signal })];
    } catch (thrown) {
      if (isRefusal(thrown, 'not-found')) return [];
      throw thrown;
    }
  }

  async function readToEnd(peer: string, from: LogPlace, reached?: (place: LogPlace) => void): Promise<void> {
    for (let place = from; ;) {
      const query = { ...sentPlace(session, place), limit: LOG_PAGE_SIZE };
      const page = await session.call(readLog, { parameters: { peer }, query }, { signal });
      await takeIn(peer, page.items);
      const last = page.items.at(-1);
      if (last) place = { after: last.seq, generation: page.generation ?? 1 };
      reached?.(place);
      if (!page.more) return;
    }
  }

  /** True if the inbox, as it was read now, says how far a conversation goes. */
  function isToldSince(peer: string, since: number): boolean {
    const { hasMore } = store.snapshot.state.lists.conversations;
    const row = inbox.row(peer);
    return inbox.requestOf(peer) >= since || (!hasMore && (row?.lastSeq ?? 0) === 0);
  }

  /**
   * Shows a refusal in the conversation's view. What cannot be opened is not tried again.
   * @param since the number of the first request of this catch-up
   * @returns why it should be tried again, if so
   */
  async function catchUpWith(peer: string, since: number, inFront: boolean): Promise<Failure | undefined> {
    const isTold = isToldSince(peer, since);
    if (!isTold && !inFront && !opened.isLookedAt(peer) && !store.hasUnsent(peer)) {
      if (opened.extent(peer)) suspects.add(peer);
      return undefined;
    }
    const extent = opened.extent(peer);
    const { error } = opened.loading(peer);
    if (!extent && error && !isTransient(error)) return undefined;
    const isElsewhere =
      extent && (inbox.lastSeq(peer) < extent.through || (inbox.row(peer)?.generation ?? 1) !== extent.generation);
    if (extent && (inFront || !isTold || isElsewhere)) suspects.add(peer);
    try {
      await Promise.all([ensureLoaded(peer), (inFront || !isTold) && readRow(peer)]);
      if (error) opened.clearError(peer);
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (isTransient(failure)) return failure;
      opened.failLoading(peer, failure);
    }
    return undefined;
  }

  return {
    async open(peer) {
      if (!opened.extent(peer)) return ensureLoaded(peer);
      if (suspects.has(peer)) await Promise.all([ensureLoaded(peer), refreshRow(peer)]);
    },
    ensureLoaded,
    reload,
    ...lazyHistory({ session, store, signal, ensureLoaded, loadNewest: load, reload, refreshRow }),
    readToEnd,
    async readNew(peer) {
      suspects.add(peer);
      await (opened.extent(peer) ? readMissing(peer) : refreshRow(peer));
    },
    async onAnnounced(peer, announced) {
      for (const { seq, entry } of announced) {
        inbox.announce(peer, seq);
        if (entry) delivered.set(entry.id, entry);
      }
      try {
        await (opened.has(peer) ? ensureLoaded(peer) : readMissing(peer));
      } finally {
        // What could not be taken in now is read again as it is then.
        for (const { entry } of announced) delivered.delete(entry?.id ?? '');
      }
    },
    refreshRow,
    countInbox: reader.count,
    watchInbox: reader.watch,
    loadMoreInbox: reader.readMore,
    async catchUp(front) {
      const since = inbox.nextRequest();
      const others = reader.watched().map((name) => reader.read(name).then(() => undefined, asFailure));
      await reader.read('conversations');
      const failures = await Promise.all([
        ...others,
        ...opened.peers().map((peer) => catchUpWith(peer, since, peer === front)),
      ]);
      return (
        failures.find((failure) => failure instanceof NetworkError) ?? failures.find((failure) => failure !== undefined)
      );
    },
  };
}

/** Returns a place as a request says it: a function of an older version knows no generations. */
export const sentPlace = ({ serverVersion = 0 }: Session, { after, generation }: LogPlace) => ({
  after,
  ...(after > 0 && generation !== undefined && serverVersion >= GENERATIONS_SINCE && { generation }),
});
