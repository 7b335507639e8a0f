/** Moves the window on a conversation's log: page by page, to a place, and back to the newest messages. */

import { readLog } from '#contract/routes/conversations.ts';
import { listMessages } from '#contract/routes/messages.ts';
import {
  type NewerPage,
  covers,
  isNewerOfOtherTimeline,
  isOfLaterTimeline,
  windowAround,
  withNewer,
  withOlder,
} from './log-pages.ts';
import type { Page } from './log-replica.ts';
import { trimmed } from './log-window.ts';
import { asFailure, isRefusal } from './problem.ts';
import type { Session } from './session.ts';
import type { Store } from './store.ts';

/** How many messages before a place are shown with it, and how many entries behind it. */
const BEFORE_PLACE = 30;
const AFTER_PLACE = 100;
/** Entries of a page behind the window. */
const NEWER_PAGE_SIZE = 100;

/** Failures are shown in the view instead of thrown. */
export interface HistoryPages {
  /** Reads the page before the oldest message. */
  loadOlder(peer: string, limit?: number): Promise<void>;
  /** Reads the page behind the window, where it ends before the newest message. */
  loadNewer(peer: string): Promise<void>;
  showNewest(peer: string): Promise<void>;
  /** Replaces the window by the messages around a place, unless it has them. */
  showAround(peer: string, seq: number): Promise<void>;
}

export interface HistoryPagesOptions {
  readonly session: Session;
  readonly store: Store;
  readonly signal: AbortSignal;
  /** Opens a conversation, or reads what is known to be missing of it. */
  ensureLoaded(peer: string): Promise<void>;
  /** Reads the newest page in place of what is here. */
  loadNewest(peer: string): Promise<void>;
  /** Replaces the replica, because it is not of the log that the server has. */
  reload(peer: string): Promise<void>;
  refreshRow(peer: string): Promise<void>;
}

export function createHistoryPages(options: HistoryPagesOptions): HistoryPages {
  const { session, store, signal, ensureLoaded, loadNewest, reload, refreshRow } = options;
  const { opened } = store;

  const isWhole = (peer: string): boolean => opened.extent(peer)?.until === undefined;

  /**
   * Loads a part of a conversation.
   * @param read returns false where the replica is of another timeline
   */
  async function load(peer: string, read: () => Promise<boolean>): Promise<void> {
    const wasWhole = isWhole(peer);
    opened.startLoading(peer);
    try {
      if (!(await read())) return await reload(peer);
      // From here on, only the server can count what is unread.
      if (wasWhole && !isWhole(peer)) await refreshRow(peer);
    } catch (thrown) {
      if (isRefusal(thrown, 'reset')) return reload(peer).catch((failed: unknown) => fail(peer, failed));
      fail(peer, thrown);
    }
  }

  const fail = (peer: string, thrown: unknown): void => opened.failLoading(peer, asFailure(thrown));

  async function readBehind(peer: string, after: number, limit: number): Promise<NewerPage> {
    const known = opened.extent(peer)?.through ?? 0;
    const page = await session.call(readLog, { parameters: { peer }, query: { after, limit } }, { signal });
    return { ...page, after, known };
  }

  /** Returns the messages up to a place. There is nothing before the first entry. */
  const readUpTo = async (target: string, seq: number) =>
    seq < 1
      ? { items: [] }
      : session.call(listMessages, { query: { target, before: seq + 1, limit: BEFORE_PLACE } }, { signal });

  /** Without a replica, another loading is under way, and ends itself. */
  function ignorePage(peer: string): true {
    if (opened.replica(peer)) opened.endLoading(peer);
    return true;
  }

  function takeOlder(peer: string, before: number, page: Page): boolean {
    const replica = opened.replica(peer);
    // Otherwise the replica was replaced or trimmed meanwhile.
    if (replica?.extent.oldest !== before) return ignorePage(peer);
    if (isOfLaterTimeline(replica, page.items)) return false;
    store.show(peer, trimmed(withOlder(replica, page), before), page.items);
    return true;
  }

  function takeNewer(peer: string, page: NewerPage): boolean {
    const replica = opened.replica(peer);
    if (replica?.extent.until !== page.after) return ignorePage(peer);
    if (isNewerOfOtherTimeline(replica, page)) return false;
    store.show(peer, trimmed(withNewer(replica, page), page.after), page.items);
    return true;
  }

  function takeAround(peer: string, older: Pick<Page, 'items' | 'next'>, newer: NewerPage): boolean {
    const replica = opened.replica(peer);
    if (!replica) return true;
    if (isOfLaterTimeline(replica, older.items) || isNewerOfOtherTimeline(replica, newer)) return false;
    // What lies beyond a gap is left out, and must be read again.
    for (const seq of replica.extent.ahead) store.inbox.announce(peer, seq);
    store.show(peer, windowAround(replica, newer.after, older, newer), [...older.items, ...newer.items]);
    return true;
  }

  return {
    async loadOlder(peer, limit) {
      const { oldest: before, hasOlder = false } = opened.extent(peer) ?? {};
      if (!hasOlder || before === undefined || opened.loading(peer).loading) return;
      await load(peer, async () => {
        const query = { target: peer, before, ...(limit !== undefined && { limit }) };
        return takeOlder(peer, before, await session.call(listMessages, { query }, { signal }));
      });
    },
    async loadNewer(peer) {
      const after = opened.extent(peer)?.until;
      if (after === undefined || opened.loading(peer).loading) return;
      await load(peer, async () => takeNewer(peer, await readBehind(peer, after, NEWER_PAGE_SIZE)));
    },
    async showNewest(peer) {
      if (isWhole(peer)) return;
      // It shows its own failure.
      await loadNewest(peer).catch(() => {});
      if (isWhole(peer)) await ensureLoaded(peer).catch((thrown: unknown) => fail(peer, thrown));
    },
    async showAround(peer, seq) {
      const extent = opened.extent(peer);
      if (!extent || covers(extent, seq)) return;
      await load(peer, async () => {
        const [older, newer] = await Promise.all([readUpTo(peer, seq), readBehind(peer, seq, AFTER_PLACE)]);
        return takeAround(peer, older, newer);
      });
    },
  };
}
