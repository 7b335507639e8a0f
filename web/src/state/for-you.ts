/**
 * My saved searches, the posts they find, and how far I have read those. Kept beside the mailbox of the person who is
 * signed in, as the lists of posts are.
 */
import type { Mailbox } from '#client/mailbox.ts';
import { seenUntil } from '#client/seen-until.ts';
import type { Session } from '#client/session.ts';
import {
  type ForYouCard,
  type SavedSearch,
  deleteSearch,
  getForYou,
  listSearches,
  readForYou,
  saveSearch,
} from '#contract/routes/for-you.ts';
import { useMailbox } from './mailbox.ts';
import { useSession } from './session.ts';
import { type ReadableStore, createStore } from './store.ts';

/** Between two reads: each makes all the searches. */
const READ_INTERVAL_MS = 15_000;

interface ForYouState {
  /** In the order in which they were saved. */
  readonly searches: readonly SavedSearch[];
  readonly posts: readonly ForYouCard[];
  readonly unread: number;
  /** True if there are more unread ones than these. */
  readonly hasMore: boolean;
  /** Posts that are newer than this are unread. */
  readonly readUntil?: string | undefined;
  /** Posts that were published up to here are among these. */
  readonly completeUntil?: string | undefined;
  readonly loaded: boolean;
  /** Why the last read failed. */
  readonly problem?: unknown;
}

export interface ForYou extends ReadableStore<ForYouState> {
  /** Reads all of it again. What is known stays until it has come. */
  load(): Promise<void>;
  /** As `load`, but at most every few seconds: a read that comes too early waits. Without searches, reads nothing. */
  catchUp(): Promise<void>;
  /** Saves a search, or gives it another name. @throws {Failure} */
  save(search: SavedSearch): Promise<void>;
  /** @throws {Failure} */
  remove(id: string): Promise<void>;
  /**
   * Says that I have seen these posts. A failure is left for the next time.
   * @param isAll true where none that were found wait to be shown
   */
  seen(posts: readonly ForYouCard[], isAll: boolean): void;
}

function createForYou(session: Pick<Session, 'call'>): ForYou {
  const { update, ...store } = createStore<ForYouState>({
    searches: [],
    posts: [],
    unread: 0,
    hasMore: false,
    loaded: false,
  });
  /** Numbers the reads: an answer that a later read has overtaken is dropped. */
  let latest = 0;
  let readAt = 0;
  let waiting: Promise<void> | undefined;

  async function load(): Promise<void> {
    const number = ++latest;
    readAt = Date.now();
    try {
      const [{ items: searches }, page] = await Promise.all([
        session.call(listSearches, {}),
        session.call(getForYou, {}),
      ]);
      if (number !== latest) return;
      update(({ readUntil = '' }) => {
        const { items: posts, completeUntil } = page;
        const found = { searches, posts, completeUntil, loaded: true };
        // This device may be ahead of what the server knew when it answered.
        return (page.readUntil ?? '') < readUntil
          ? { ...found, readUntil, hasMore: false, unread: countAfter(page.items, readUntil) }
          : { ...found, readUntil: page.readUntil, hasMore: page.more ?? false, unread: page.unread };
      });
    } catch (problem) {
      if (number === latest) update((before) => ({ ...before, problem }));
    }
  }

  return {
    ...store,
    load,
    async catchUp() {
      const { loaded, searches } = store.getSnapshot();
      if (loaded && searches.length === 0) return;
      // The clock may have been set back.
      const wait = READ_INTERVAL_MS - Math.abs(Date.now() - readAt);
      waiting ??= new Promise((resolve) => setTimeout(resolve, Math.max(0, wait))).then(() => {
        waiting = undefined;
        return load();
      });
      await waiting;
    },
    async save({ id, ...body }) {
      await session.call(saveSearch, { parameters: { id }, body });
      await load();
    },
    async remove(id) {
      await session.call(deleteSearch, { parameters: { id } });
      await load();
    },
    seen(shown, isAll) {
      const { readUntil = '', completeUntil } = store.getSnapshot();
      const until = seenUntil({ shown, readUntil, completeUntil: isAll ? completeUntil : undefined });
      if (until === readUntil) return;
      update((before) => ({
        ...before,
        readUntil: until,
        hasMore: false,
        unread: countAfter(before.posts, until),
      }));
      session.call(readForYou, { body: { readUntil: until } }).catch(() => undefined);
    },
  };
}

const countAfter = (posts: readonly ForYouCard[], readUntil: string): number =>
  posts.filter(({ createdAt }) => createdAt > readUntil).length;

const ofMailbox = new WeakMap<Mailbox, ForYou>();

export function useForYou(): ForYou {
  const session = useSession();
  const { mailbox } = useMailbox();
  const forYou = ofMailbox.get(mailbox) ?? createForYou(session);
  ofMailbox.set(mailbox, forYou);
  return forYou;
}
