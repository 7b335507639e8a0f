/** A list of posts: its pages, what is new at its top, and each post once. */

import { Near, USUAL_RADIUS_KM } from '#contract/near.ts';
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
  /** So many were published that `fresh` does not have all of them: showing them reads the list from its beginning. */
  readonly hasMoreFresh: boolean;
  /** Where the next page begins; undefined: there is none. */
  readonly next?: string | undefined;
  /** True once a page has come. */
  readonly loaded: boolean;
  readonly loading: boolean;
  /** Why the last page did not come. */
  readonly problem?: Failure | undefined;
}

export interface Feed {
  /** What it is narrowed down to; `near` is the centre of its square, and has a `radius`. */
  readonly query: FeedQuery;
  readonly view: FeedView;
  /** @returns unsubscribe */
  subscribe(listener: () => void): () => void;
  /** Reads the next page, unless one is on its way. */
  loadMore(): Promise<void>;
  /** Reads the list from its beginning. What is shown stays until it has come. */
  reload(): Promise<void>;
  /**
   * Reads from the beginning up to what was there at the last reading: finds what is new, and takes over what has
   * changed. Of a list by distance, reads what was published since. A failure is left for later. While something is
   * read, waits for it and reads then: never two at once, or the older answer might come last.
   */
  catchUp(): Promise<void>;
  /** Puts the new posts at the top; those of a list by distance where they belong. */
  showFresh(): void;
  /** Takes out of the list what has expired by now. @param now epoch milliseconds */
  dropExpired(now: number): void;
  /** Takes over a change of a post that is in the list. */
  replace(post: PostCard): void;
  /** Takes a post out of the list. */
  remove(id: string): void;
}

/** Pages that a catch-up reads at most. */
const CATCH_UP_PAGES = 4;
/** How late a post may come into the lists; `since` reaches back as far by itself. */
const LATE_MS = 2 * 60_000;

/**
 * @param asked stays the same for the life of the list. A place leaves the device as its square.
 * @throws where `near` is no point
 */
export function createFeed(session: Pick<Session, 'call'>, asked: FeedQuery): Feed {
  const { near, radius = USUAL_RADIUS_KM } = asked;
  const query: FeedQuery = { ...asked, ...(near !== undefined && { near: Near.parse(near), radius }) };
  const { subscribe, notify } = createListeners();
  let view: FeedView = { items: [], fresh: [], hasMoreFresh: false, loaded: false, loading: false };
  /** By the server's clock: what was published before is in the list, or on its further pages. */
  let asOf: string | undefined;
  /** Numbers the reads: an answer that a later read has overtaken is dropped. */
  let latest = 0;
  let isCatchingUp = false;
  /** A catch-up was asked for while something was read, whose answer may be older than the reason to ask. */
  let isDue = false;

  function set(change: Partial<FeedView>): void {
    view = { ...view, ...change };
    notify();
  }

  const isByDistance = query.near !== undefined;

  const read = (cursor?: string, since?: string) =>
    session.call(listPosts, {
      query: { ...query, ...(cursor !== undefined && { cursor }), ...(since !== undefined && { since }) },
    });

  /** Reads a page and merges it, unless another read has begun meanwhile. */
  async function readInto(cursor: string | undefined, merge: (items: readonly PostCard[]) => Partial<FeedView>) {
    const number = ++latest;
    set({ loading: true, problem: undefined });
    try {
      const page = await read(cursor);
      if (number !== latest) return;
      if (cursor === undefined) asOf = page.asOf;
      set({ ...merge(page.items), next: page.next, loaded: true, loading: false });
    } catch (thrown) {
      const problem = asFailure(thrown);
      if (number === latest) set({ loading: false, problem });
    }
    if (number === latest) void catchUpIfDue();
  }

  async function catchUp(): Promise<void> {
    if (isByDistance && view.loaded && asOf === undefined) return;
    if (view.loading || isCatchingUp) {
      isDue = true;
      return;
    }
    if (!view.loaded || (view.items.length === 0 && !isByDistance)) return reload();
    isCatchingUp = true;
    const number = latest;
    const news = await readNews().catch(asFailure);
    isCatchingUp = false;
    if (number === latest && 'isCut' in news) {
      asOf = news.asOf;
      const merge = isByDistance ? withNews(view, news.items) : merged(view, news.items, news.isWhole);
      set({ ...merge, hasMoreFresh: view.hasMoreFresh || news.isCut });
    }
    return catchUpIfDue();
  }

  async function catchUpIfDue(): Promise<void> {
    if (!isDue || view.loading) return;
    isDue = false;
    return catchUp();
  }

  const everywhere = (change: (items: readonly PostCard[]) => readonly PostCard[]): void =>
    set({ items: change(view.items), fresh: change(view.fresh) });

  /** Reads pages until they reach back to the last reading. */
  async function readNews() {
    const horizon = asOf === undefined ? Infinity : Date.parse(asOf) - LATE_MS;
    const since = isByDistance ? asOf : undefined;
    let page = await read(undefined, since);
    const first = page.asOf;
    const items = [...page.items];
    const isDone = () =>
      page.next === undefined || (!isByDistance && items.some(({ createdAt }) => Date.parse(createdAt) < horizon));
    for (let pages = 1; pages < CATCH_UP_PAGES && !isDone(); pages++) {
      page = await read(page.next, since);
      items.push(...page.items);
    }
    return { items: eachOnce(items), isWhole: page.next === undefined, isCut: !isDone(), asOf: first };
  }

  async function reload(): Promise<void> {
    isDue = false;
    await readInto(undefined, (items) => ({ items: eachOnce(items), fresh: [], hasMoreFresh: false }));
  }

  return {
    query,
    get view() {
      return view;
    },
    subscribe,
    async loadMore() {
      if (view.loading) return;
      // Its answer drops that of the catch-up, and is not from the beginning of the list.
      if (isCatchingUp) isDue = true;
      await readInto(view.next, (items) => ({ items: eachOnce([...view.items, ...items]) }));
    },
    reload,
    catchUp,
    showFresh() {
      if (view.hasMoreFresh) return void reload();
      const items = eachOnce([...view.fresh, ...view.items]);
      set({ items: isByDistance ? items.toSorted(nearestFirst) : items, fresh: [] });
    },
    dropExpired: (now) => everywhere((items) => items.filter(({ lastsUntil }) => Date.parse(lastsUntil) > now)),
    replace: (post) => everywhere((items) => items.map((item) => (item.id === post.id ? inPlaceOf(item, post) : item))),
    remove: (id) => everywhere((items) => items.filter((item) => item.id !== id)),
  };
}

/** Only a list knows how far away a post is. */
const inPlaceOf = ({ distance }: PostCard, post: PostCard): PostCard => ({
  ...post,
  ...(distance !== undefined && { distance }),
});

const nearestFirst = (one: PostCard, other: PostCard): number => (one.distance ?? 0) - (other.distance ?? 0);

/** Adds what was published since the list was read. */
function withNews({ items, fresh }: FeedView, news: readonly PostCard[]): Partial<FeedView> {
  const read = new Map(news.map((post) => [post.id, post]));
  const shown = items.map((post) => read.get(post.id) ?? post);
  const known = new Set(shown.map(({ id }) => id));
  return { items: shown, fresh: eachOnce([...news, ...fresh]).filter(({ id }) => !known.has(id)) };
}

/** Merges the first pages, read again. @param isWhole true if there are no more */
function merged({ items, fresh }: FeedView, page: readonly PostCard[], isWhole: boolean): Partial<FeedView> {
  const read = new Map(page.map((post) => [post.id, post]));
  const end = page.at(-1)?.createdAt;
  // What lies in the time that the pages cover and is not on them is over. The next page may have more posts of the
  // millisecond in which this one ends.
  const isCovered = ({ createdAt }: PostCard): boolean => isWhole || (end !== undefined && createdAt > end);
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
