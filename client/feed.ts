/** A list of posts: its pages, what is new at its top, and each post once. */

import type { PostCard } from '#contract/posts.ts';
import type { Given } from '#contract/route.ts';
import { listPosts } from '#contract/routes/posts.ts';
import { createListeners } from './listeners.ts';
import { type Failure, asFailure } from './problem.ts';
import type { Session } from './session.ts';

/** What a list is narrowed down to. */
export type FeedQuery = Omit<Given<typeof listPosts>['query'], 'limit' | 'cursor'>;

export interface FeedView {
  readonly items: readonly PostCard[];
  /** Posts that were published since the list was read, newest first. They are not among `items` yet. */
  readonly fresh: readonly PostCard[];
  /** Where the next page begins; undefined: there is none. */
  readonly next?: string | undefined;
  /** True once a page has come. */
  readonly loaded: boolean;
  readonly loading: boolean;
  /** Why the last page did not come. */
  readonly problem?: Failure | undefined;
}

export interface Feed {
  readonly view: FeedView;
  /** @returns unsubscribe */
  subscribe(listener: () => void): () => void;
  /** Reads the next page, unless one is on its way. */
  loadMore(): Promise<void>;
  /** Reads the list from its beginning. What is shown stays until it has come. */
  reload(): Promise<void>;
  /** Reads the first page again: finds what is new, and takes over what has changed. A failure is left for later. */
  catchUp(): Promise<void>;
  /** Puts the new posts at the top. */
  showFresh(): void;
  /** Takes over a change of a post that is in the list. */
  replace(post: PostCard): void;
  /** Takes a post out of the list. */
  remove(id: string): void;
}

/** @param query stays the same for the life of the list */
export function createFeed(session: Pick<Session, 'call'>, query: FeedQuery): Feed {
  const { subscribe, notify } = createListeners();
  let view: FeedView = { items: [], fresh: [], loaded: false, loading: false };
  /** Numbers the reads: an answer that a later read has overtaken is dropped. */
  let latest = 0;

  function set(change: Partial<FeedView>): void {
    view = { ...view, ...change };
    notify();
  }

  const read = (cursor?: string) =>
    session.call(listPosts, { query: { ...query, ...(cursor !== undefined && { cursor }) } });

  /** Reads a page and merges it, unless another read has begun meanwhile. */
  async function readInto(cursor: string | undefined, merge: (items: readonly PostCard[]) => Partial<FeedView>) {
    const number = ++latest;
    set({ loading: true, problem: undefined });
    try {
      const page = await read(cursor);
      if (number === latest) set({ ...merge(page.items), next: page.next, loaded: true, loading: false });
    } catch (thrown) {
      const problem = asFailure(thrown);
      if (number === latest) set({ loading: false, problem });
    }
  }

  const everywhere = (change: (items: readonly PostCard[]) => readonly PostCard[]): void =>
    set({ items: change(view.items), fresh: change(view.fresh) });

  return {
    get view() {
      return view;
    },
    subscribe,
    async loadMore() {
      if (view.loading) return;
      await readInto(view.next, (items) => ({ items: eachOnce([...view.items, ...items]) }));
    },
    reload: () => readInto(undefined, (items) => ({ items: eachOnce(items), fresh: [] })),
    async catchUp(): Promise<void> {
      // A list by distance has no top at which new posts appear.
      if (view.loading || query.near !== undefined) return;
      if (view.items.length === 0) return this.reload();
      const number = latest;
      const page = await read().catch(asFailure);
      if (number === latest && 'items' in page) set(merged(view, page.items, page.next === undefined));
    },
    showFresh: () => set({ items: eachOnce([...view.fresh, ...view.items]), fresh: [] }),
    replace: (post) => everywhere((items) => items.map((item) => (item.id === post.id ? { ...item, ...post } : item))),
    remove: (id) => everywhere((items) => items.filter((item) => item.id !== id)),
  };
}

/** Merges the first page, read again. @param isWhole true if there is no second page */
function merged({ items, fresh }: FeedView, page: readonly PostCard[], isWhole: boolean): Partial<FeedView> {
  const read = new Map(page.map((post) => [post.id, post]));
  const end = page.at(-1)?.createdAt;
  // What lies in the time that the page covers and is not on it is over.
  const isCovered = ({ createdAt }: PostCard): boolean => isWhole || (end !== undefined && createdAt >= end);
  const shown = items.filter((post) => read.has(post.id) || !isCovered(post)).map((post) => read.get(post.id) ?? post);
  const known = new Set(shown.map(({ id }) => id));
  // A post that was late to the index stands further down: it is new all the same.
  const added = page.filter(({ id }) => !known.has(id));
  return { items: shown, fresh: eachOnce([...added, ...fresh.filter((post) => !isCovered(post))]) };
}

/** Pages overlap where posts arrive or move on meanwhile. The first of several copies is the newest read. */
function eachOnce(posts: readonly PostCard[]): readonly PostCard[] {
  const seen = new Set<string>();
  return posts.filter(({ id }) => !seen.has(id) && seen.add(id));
}
