/**
 * Measures the feed with 100,000 posts: response time, queries and read units of its lists. Half of the posts are
 * around one city, the others around fifty towns. Cards are written as the product writes them; those that are read
 * singly are published through the API.
 */
import { randomUUID } from 'node:crypto';
import { snap, type Coordinates } from '#contract/grid.ts';
import { initialOf } from '#contract/user-name.ts';
import type { Item } from '#functions/aws/dynamo.ts';
import type { Post } from '#functions/core/feed/post.ts';
import { usageBetween } from '#local/usage/meter.ts';
import { costOf, operationsOf } from './cost.ts';
import { call } from './http.ts';
import { settledUsage } from './local-usage.ts';
import { createPeople } from './person.ts';
import { counting, progress } from './progress.ts';
import { createTable, digits } from './table.ts';
import { openTables } from './tables.ts';

const POSTS = 100_000;
const OWNERS = 500;
const TOWNS = 50;
const CITY: Coordinates = { latitude: 38.7223, longitude: -9.1393 };
/** Where the towns are, in degrees from south-west to north-east. */
const COUNTRY = [
  { latitude: 39.5, longitude: -8 },
  { latitude: 43, longitude: -1 },
] as const;
/** The standard deviation of distances from the middle of a town, in degrees of latitude: some 5 km. */
const SPREAD_DEGREES = 0.045;
const DAYS = 14;
const DAY_MS = 24 * 60 * 60_000;
/** The setting `postShards` that the cloud is started with by default. */
const SHARDS = 1;
/** The posts of one step of writing. */
const STEP = 2_500;
const SAMPLES = 30;
/** Requests before the first that counts. */
const WARM_UP = 5;
/** The page by time that is deep in the list. */
const DEEP_PAGE = 20;

interface FeedTiming {
  readonly read: string;
  readonly posts: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly awsCalls: number;
  readonly readUnits: number;
  readonly operations: string;
}

interface Page {
  readonly items?: readonly unknown[];
  readonly next?: string;
}

export async function timeFeed(siteUrl: string): Promise<FeedTiming[]> {
  const { apiUrl, webSocketUrl } = await call<{ apiUrl: string; webSocketUrl: string }>(
    'GET',
    `${siteUrl}/config.json`,
  );
  const [reader, author] = await createPeople(siteUrl, ['feed-reader', 'feed-author']);
  if (!reader || !author) throw new Error('Nobody signed up.');
  await writePosts(await openTables(webSocketUrl));
  const body = { clientId: randomUUID(), kind: 'need', title: 'A ladder', description: '', category: 'things' };
  const { id } = await call<{ id: string }>('POST', `${apiUrl}/posts`, { token: author.token, body });

  const get = (path: string): Promise<Page> => call('GET', `${apiUrl}${path}`, { token: reader.token });
  const city = `near=${CITY.latitude},${CITY.longitude}`;
  const reads: Readonly<Record<string, string>> = {
    'newest 50': '/posts',
    [`page ${DEEP_PAGE}`]: `/posts?cursor=${encodeURIComponent(await cursorOf(DEEP_PAGE, get))}`,
    'one category': '/posts?category=garden',
    'words of one in 1,000': '/posts?words=number%20123',
    'within 1 km': `/posts?${city}&radius=1`,
    'within 10 km': `/posts?${city}&radius=10`,
    'within 50 km': `/posts?${city}&radius=50`,
    'within 50 km, country': `/posts?near=41.5,-4.5&radius=50`,
    'one post': `/posts/${id}`,
  };

  const timings: FeedTiming[] = [];
  for (const [read, path] of Object.entries(reads)) {
    progress(`Reading: ${read} …`);
    const times: number[] = [];
    for (let sample = -WARM_UP; sample < SAMPLES; sample++) {
      const start = performance.now();
      await get(path);
      if (sample >= 0) times.push(performance.now() - start);
    }
    times.sort((one, other) => one - other);
    const percentile = (share: number): number => times[Math.floor((times.length - 1) * share)] ?? Number.NaN;
    const before = await settledUsage(siteUrl);
    const posts = (await get(path)).items?.length ?? 1;
    const used = usageBetween(before, await settledUsage(siteUrl));
    const { awsCalls, readUnits } = costOf(used);
    const [p50Ms, p99Ms] = [percentile(0.5), percentile(0.99)];
    timings.push({ read, posts, p50Ms, p99Ms, awsCalls, readUnits, operations: operationsOf(used) });
  }
  for (const person of [reader, author]) person.close();
  return timings;
}

export function printFeed(timings: readonly FeedTiming[]): void {
  const table = createTable(24);
  console.log(table(`of ${POSTS} posts`, ['posts', 'p50 ms', 'p99 ms', 'AWS calls', 'read units']));
  for (const { read, posts, p50Ms, p99Ms, awsCalls, readUnits, operations } of timings) {
    const cells = [String(posts), digits(p50Ms), digits(p99Ms), String(awsCalls), String(readUnits)];
    console.log(`${table(read, cells)}   ${operations}`);
  }
}

/** Returns the cursor of a page of the list by time. */
async function cursorOf(page: number, get: (path: string) => Promise<Page>): Promise<string> {
  let cursor = '';
  for (let read = 1; read < page; read++) {
    const { next } = await get(`/posts${cursor && `?cursor=${encodeURIComponent(cursor)}`}`);
    if (next === undefined) throw new Error(`The list by time ended with page ${read}.`);
    cursor = next;
  }
  return cursor;
}

async function writePosts(write: (table: string, items: readonly Item[]) => Promise<void>): Promise<void> {
  const { indexItems, dayItem } = await import('#functions/aws/post-index.ts');
  const now = Date.now();
  const owners = Array.from({ length: OWNERS }, (_, index) => `owner-${index}`);
  const profile = (username: string) => ({
    initial: initialOf(username),
    username,
    displayName: username,
    createdAt: now,
  });
  await write('Users', owners.map(profile));

  const towns = Array.from({ length: TOWNS }, () => between(...COUNTRY));
  const show = counting('posts', POSTS);
  for (let first = 0; first < POSTS; first += STEP) {
    const posts = Array.from({ length: STEP }, (_, step): Post => {
      const index = first + step;
      const town = index % 2 ? CITY : (towns[(index / 2) % TOWNS] ?? CITY);
      return postOf(index, owners[index % OWNERS] ?? '', aroundTown(town), now - (index / POSTS) * DAYS * DAY_MS);
    });
    await write(
      'PostIndex',
      posts.flatMap((post) => {
        const { byTime, byPlace } = indexItems(post, SHARDS);
        return [byTime, ...byPlace];
      }),
    );
    show(first + STEP);
  }
  const days = Array.from({ length: DAYS + 1 }, (_, age) => {
    const day = new Date(now - age * DAY_MS).toISOString().slice(0, 10);
    return dayItem(day, SHARDS);
  });
  await write('PostIndex', days);
}

function postOf(index: number, owner: string, point: Coordinates, createdAt: number): Post {
  return {
    id: `${owner}.${randomUUID().replaceAll('-', '').slice(0, 22)}`,
    owner,
    kind: index % 3 ? 'need' : 'offer',
    title: `A helping hand with number ${index % 1_000}`,
    description: '',
    category: index % 10 ? 'errands' : 'garden',
    reward: 'I will buy you a coffee.',
    place: { ...snap('square', point), blur: '600m' },
    placeName: 'Alfama, Lisbon',
    status: 'open',
    lastsUntil: createdAt + 2 * DAYS * DAY_MS,
    version: 1,
    createdAt: Math.floor(createdAt),
    digest: '',
  };
}

function between(one: Coordinates, other: Coordinates): Coordinates {
  const on = (from: number, to: number): number => from + (to - from) * Math.random();
  return { latitude: on(one.latitude, other.latitude), longitude: on(one.longitude, other.longitude) };
}

/** Returns a point around the middle of a town, normally distributed (Box–Muller). */
function aroundTown({ latitude, longitude }: Coordinates): Coordinates {
  const distance = SPREAD_DEGREES * Math.sqrt(-2 * Math.log(1 - Math.random()));
  const angle = 2 * Math.PI * Math.random();
  const east = (distance * Math.sin(angle)) / Math.cos((latitude * Math.PI) / 180);
  return { latitude: latitude + distance * Math.cos(angle), longitude: longitude + east };
}
