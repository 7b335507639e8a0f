/** What people read of the feed. Every answer is compared with the ledger. */

import { distanceBetween, snap, type Coordinates } from '#contract/grid.ts';
import type { Post as ShownPost, PostCard } from '#contract/posts.ts';
import { getPost, listPosts } from '#contract/routes/posts.ts';
import { newestFirst, type Post } from '#functions/core/feed/post.ts';
import type { FeedCenter } from './center.ts';
import type { Period, Read } from './ledger.ts';

/** Longest pause between two pages. */
const PAUSE_MS = 12_000;
/** Longest wait before a lost request is repeated. */
const RETRY_MS = 2_000;
/** Pages within which every list must end. */
const PAGES_MAX = 200;

type Query = Readonly<Record<string, string>>;

export interface Area extends Coordinates {
  readonly kilometers: number;
}

/** A card as a page showed it. */
interface Seen {
  readonly card: PostCard;
  readonly page: Period;
}

export function createReads({ world, ledger, ask }: FeedCenter, count: (what: string) => void) {
  const { time, random, broken } = world;

  /** Reads a list page by page. @returns what it showed, and from when to when */
  async function walk(
    reader: string,
    query: Query,
  ): Promise<{ readonly seen: readonly Seen[]; readonly walk: Period }> {
    const begun = time.now;
    const seen: Seen[] = [];
    let cursor: string | undefined = '';
    for (let pages = 0; cursor !== undefined; pages++) {
      if (pages > PAGES_MAX) throw new Error('A list does not end.');
      const from = time.now;
      const given: Query = cursor === '' ? query : { ...query, cursor };
      const received = await ask(reader, listPosts, { query: given });
      const page = { from, to: time.now };
      if (!received) {
        await time.sleep(random.between(0, RETRY_MS));
        continue;
      }
      if (received.status !== 200) return { seen: [], walk: { from: begun, to: begun } };
      const { items, next }: { items: PostCard[]; next?: string } = received.body as never;
      seen.push(...items.map((card) => ({ card, page })));
      cursor = next;
      if (cursor !== undefined && random.chance(0.5)) await time.sleep(random.between(0, PAUSE_MS));
    }
    return { seen, walk: { from: begun, to: time.now } };
  }

  /** Compares a list with the posts that it may have and those that it must have. */
  function judgeList(
    reader: string,
    list: string,
    { seen, walk: period }: Awaited<ReturnType<typeof walk>>,
    read: Read,
    matches: (post: Post) => boolean,
  ): void {
    const ids = new Set(seen.map(({ card }) => card.id));
    if (ids.size < seen.length) {
      const twice = seen.filter(({ card }, i) => seen.findIndex((each) => each.card.id === card.id) < i);
      broken('doubled', `${reader} has twice in ${list}: ${twice.map(({ card }) => card.title).join(', ')}`);
    }
    for (const { card, page } of seen) judgeShown(reader, list, card, page, read, matches);
    for (const id of ledger.posts.keys())
      if (!ids.has(id) && ledger.mustShow(reader, id, period, read, matches))
        broken('lost', `${reader} misses in ${list}: ${ledger.latest(id)?.title}`);
  }

  /** Whatever is shown of a post is a version that is not outdated, and that the reader may see. */
  function judgeShown(
    reader: string,
    where: string,
    shown: PostCard | ShownPost,
    period: Period,
    read: Read,
    matches: (post: Post) => boolean = () => true,
  ): void {
    const version = ledger.readable(shown.id, period, read).find(({ post }) => post.version === shown.version);
    if (!version)
      return broken('wrong', `${reader} sees in ${where} version ${shown.version} of ${shown.id}, which is outdated`);
    const { title, status, lastsUntil } = version.post;
    const [has, must] = [
      `'${shown.title}', ${shown.status} until ${Date.parse(shown.lastsUntil)}`,
      `'${title}', ${status} until ${lastsUntil}`,
    ];
    if (has !== must) broken('wrong', `${reader} sees in ${where} ${has}, not ${must}`);
    if (!matches(version.post)) broken('wrong', `${reader} sees in ${where} what does not match: ${title}`);
    if (reader !== shown.owner && !ledger.mayShow(reader, version, period, read))
      broken('leaked', `${reader} sees in ${where}: ${title}, which is ${status}`);
  }

  async function listByTime(reader: string, limit: number, kind?: 'need' | 'offer'): Promise<void> {
    count('lists by time');
    const found = await walk(reader, { limit: String(limit), ...(kind && { kind }) });
    judgeList(reader, 'the list by time', found, 'lists', (post) => kind === undefined || post.kind === kind);
    const positions = found.seen.map(({ card: { id, createdAt } }) => ({ id, createdAt: Date.parse(createdAt) }));
    if (positions.some((each, i) => i > 0 && newestFirst(positions[i - 1] ?? each, each) > 0))
      broken('out of order', `the list by time of ${reader}`);
  }

  async function listNearby(reader: string, limit: number, { kilometers, ...point }: Area): Promise<void> {
    count('lists nearby');
    const middle = snap('square', point);
    const near = `${middle.latitude},${middle.longitude}`;
    const found = await walk(reader, { near, radius: String(kilometers), limit: String(limit) });
    judgeList(
      reader,
      `the list nearby ${near}`,
      found,
      'lists',
      ({ place }) => place !== undefined && Math.round(distanceBetween(middle, place)) <= kilometers * 1_000,
    );
    const distances = found.seen.map(({ card }) => card.distance ?? -1);
    if (distances.some((each, i) => each < (distances[i - 1] ?? 0)))
      broken('out of order', `the list nearby of ${reader}`);
  }

  /** Reads the posts of a person. Owners see all of theirs, and their look mends the lists. */
  async function listOf(reader: string, owner: string, limit: number): Promise<void> {
    count(reader === owner ? 'lists of my posts' : 'lists of one person');
    const found = await walk(reader, { owner, limit: String(limit) });
    const isListed = found.walk.to > found.walk.from;
    if (reader !== owner)
      return isListed
        ? judgeList(reader, `the posts of ${owner}`, found, 'strong', (post) => post.owner === owner)
        : undefined;
    if (!isListed) return;
    for (const [id, versions] of ledger.posts) {
      const [first] = versions;
      const latest = ledger.latest(id);
      if (!first || !latest || latest.owner !== owner || first.at >= found.walk.from) continue;
      if (latest.erasedAt === undefined && !found.seen.some(({ card }) => card.id === id))
        broken('lost', `${owner} misses among their own: ${latest.title}`);
    }
    for (const { card, page } of found.seen) {
      judgeShown(owner, 'their own posts', card, page, 'strong');
      ledger.settle(card.id, card.version, time.now);
    }
  }

  async function readOne(reader: string, id: string): Promise<void> {
    count('single reads');
    const from = time.now;
    const received = await ask(reader, getPost, { parameters: { id } });
    const period = { from, to: time.now };
    if (received?.status === 200) judgeShown(reader, 'a single read', received.body as ShownPost, period, 'strong');
    else if (received && ledger.mustShow(reader, id, period, 'strong', () => true))
      broken('lost', `${reader} cannot read ${ledger.latest(id)?.title}`);
  }

  return { listByTime, listNearby, listOf, readOne };
}
