/**
 * My saved searches, the posts they find, and how far I have read those. Kept beside the mailbox of the person who is
 * signed in, as the lists of posts are.
 */
import type { Mailbox } from '#client/mailbox.ts';
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
  /** Says that I have seen the posts up to the newest of these. A failure is left for the next time. */
  seen(posts: readonly ForYouCard[]): void;
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
        const found = { searches, posts: page.items, loaded: true };
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
      const wait = readAt + READ_INTERVAL_MS - Date.now();
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
    seen(posts) {
      const { readUntil = '' } = store.getSnapshot();
      const newest = posts.reduce((last, { createdAt }) => (createdAt > last ? createdAt : last), readUntil);
      if (newest === readUntil) return;
      update((before) => ({
        ...before,
        readUntil: newest,
        hasMore: false,
        unread: countAfter(before.posts, newest),
      }));
      session.call(readForYou, { body: { readUntil: newest } }).catch(() => undefined);
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
