/**
 * What people do with posts, and when: they publish, change, renew, close and delete them, repeat requests that were
 * lost or that are long done, block each other and leave. Others read all the while.
 */

import type { Post as ShownPost } from '#contract/posts.ts';
import { changePost, createPost, deletePost } from '#contract/routes/posts.ts';
import { postId } from '#functions/core/feed/post-id.ts';
import type { FeedCenter } from './center.ts';
import { product } from './product.ts';
import { createReads, type Area } from './reads.ts';

const OWNERS = ['alice', 'bob', 'carol', 'dave'];
/** Their accounts are disabled for a while; deleted. */
const DISABLED = 'carol';
const DELETED = 'dave';
const READERS = ['rita', 'ron'];
export const everybody = [...OWNERS, ...READERS];

/** Posts that an owner publishes, changes for each of them, and reads of each person. */
const POSTS = 7;
const CHANGES = 2.5;
const READS = 7;
/** How often an owner blocks somebody. */
const QUARRELS = 2;
/** How long a post lasts that soon expires. */
const SHORT_MS = 90_000;
/** Longest wait before a lost request is repeated, and how long after its answer one is sent once more. */
const RETRY_MS = 3_000;
const REPLAY_MS = 100_000;
/** Tries of a request whose answer gets lost. */
const TRIES = 6;
/** Share of the requests that nobody repeats. */
const GIVES_UP = 0.3;

/** Squares of one town, and one of the next town. Some touch each other, and two are the corners of their cells. */
export const PLACES = [
  { latitude: 38.7139, longitude: -9.1394 },
  { latitude: 38.7139, longitude: -9.1327 },
  { latitude: 38.7451, longitude: -9.1801 },
  { latitude: 38.6559, longitude: -9.1002 },
  { latitude: 38.5243, longitude: -8.8926 },
];

export function planPeople(center: FeedCenter) {
  const { world, ledger, madeFrom, ask, insist } = center;
  const { time, random, profile, broken } = world;
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const reads = createReads(center, count);
  /** The newest answer that an owner has of each post. */
  const known = new Map<string, ShownPost>();
  /** Ids of posts whose publication was answered with 201. */
  const created = new Set<string>();
  let texts = 0;

  const plan = (act: () => void, from = 0, to = profile.durationMs) => void time.timer(act, random.between(from, to));
  const planTimes = (times: number, act: () => void, from?: number, to?: number): void => {
    for (let i = 0; i < times; i++) plan(act, from, to);
  };
  const soon = (ms: number): string => new Date(time.now + ms).toISOString();

  /** Sends a request again until there is an answer. Some people give up at once. */
  async function untilAnswered(once: () => Promise<unknown>): Promise<void> {
    const tries = random.chance(GIVES_UP) ? 1 : TRIES;
    for (let i = 0; i < tries && !(await once()); i++) await time.sleep(random.between(0, RETRY_MS));
  }

  /** Publishes a post; repeats it until there is an answer, and sometimes long afterwards. */
  async function publish(owner: string): Promise<void> {
    count('posts');
    const number = ++texts;
    const clientId = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    const id = postId(owner, clientId);
    const body = {
      clientId,
      kind: random.chance(0.5) ? 'need' : 'offer',
      title: `Text ${number} of ${owner}`,
      ...(random.chance(0.8) && { place: { ...random.pick(PLACES), blur: random.chance(0.8) ? '600m' : '5km' } }),
      ...(random.chance(0.4) && { lastsUntil: soon(random.between(SHORT_MS / 3, SHORT_MS)) }),
    };
    const once = async (): Promise<boolean> => {
      const received = await ask(owner, createPost, { body }, (answer, isProjected) => {
        if (answer.status === 201 && created.has(id)) broken('doubled', `${body.title} was published twice`);
        if (answer.status === 201) created.add(id);
        if (isProjected && answer.status < 300) ledger.settle(id, (answer.body as ShownPost).version, time.now);
      });
      if (received && received.status !== 201 && received.status !== 200) return true;
      const post = received?.body as ShownPost | undefined;
      if (post && post.id !== id) broken('doubled', `${body.title} has the id ${post.id}, not ${id}`);
      return post ? learn(post) : false;
    };
    if (random.chance(0.3)) void once();
    await untilAnswered(once);
    if (random.chance(0.3)) plan(() => void once(), 0, REPLAY_MS);
    if (random.chance(0.2)) plan(() => void publishOther(owner, body), 0, REPLAY_MS);
  }

  /** Publishes another text under a clientId that is used. It must never be stored. */
  async function publishOther(owner: string, body: { readonly clientId: string }): Promise<void> {
    const { erasedAt, version } = ledger.latest(postId(owner, body.clientId)) ?? {};
    if (version === undefined || erasedAt !== undefined) return;
    const received = await ask(owner, createPost, { body: { ...body, title: 'Another text' } });
    if (received && ![409, 401].includes(received.status))
      broken('wrong', `another text under a used clientId is answered ${received.status}`);
  }

  function learn(post: ShownPost): true {
    if (post.version >= (known.get(post.id)?.version ?? 0)) known.set(post.id, post);
    return true;
  }

  const ownPost = (owner: string): ShownPost | undefined => {
    const own = [...known.values()].filter((post) => post.owner === owner);
    return own.length > 0 ? random.pick(own.slice(-5)) : undefined;
  };

  /** Changes a post as its owner last saw it: on two devices at once, again if an answer is lost, and again later. */
  async function change(owner: string): Promise<void> {
    const post = ownPost(owner);
    if (!post) return;
    count('changes');
    const { id, version } = post;
    const title = `Text ${++texts} of ${owner}`;
    const isOld = Date.parse(post.lastsUntil) < time.now;
    const body = {
      version,
      ...(random.pick<object>([
        { title },
        { title },
        { title, status: post.status === 'promised' ? 'open' : 'promised' },
        isOld ? { lastsUntil: soon(10 * SHORT_MS) } : { title, lastsUntil: soon(random.between(1_000, SHORT_MS)) },
        isOld ? { lastsUntil: soon(SHORT_MS) } : { status: random.pick(['done', 'withdrawn']) },
      ]) as { title?: string }),
    };
    if (body.title !== undefined) madeFrom.set(title, { id, version });
    const once = async (): Promise<boolean> => {
      const received = await ask(owner, changePost, { parameters: { id }, body }, (answer, isProjected) => {
        const shown = answer.body as ShownPost;
        if (answer.status === 200 && isProjected && shown.version === version + 1)
          ledger.settle(id, shown.version, time.now);
      });
      if (received?.status !== 200) return received !== undefined;
      const shown = received.body as ShownPost;
      if (body.title !== undefined && shown.title !== title) broken('wrong', `${title} was accepted and is not there`);
      return learn(shown);
    };
    if (random.chance(0.3)) plan(() => void change(owner), 0, RETRY_MS);
    await untilAnswered(once);
    if (random.chance(0.3)) plan(() => void once(), 0, REPLAY_MS);
  }

  async function remove(owner: string): Promise<void> {
    const { id } = ownPost(owner) ?? {};
    if (id === undefined) return;
    count('deletions');
    const once = () =>
      ask(owner, deletePost, { parameters: { id } }, ({ status }) => {
        if (status === 204) ledger.settle(id, ledger.latest(id)?.version ?? 0, time.now);
      });
    await untilAnswered(once);
  }

  /** An administrator removes a post of somebody. */
  async function moderate(): Promise<void> {
    const posts = [...known.keys()];
    if (posts.length === 0) return;
    count('removals');
    const id = random.pick(posts);
    await insist('moderate', async ({ services }) => {
      await product.removePost(services, id, 'Not here').catch(unlessGone);
      ledger.settle(id, ledger.latest(id)?.version ?? 0, time.now);
    });
  }

  /** Reports a post as the last of those that hide it. An administrator looks, and shows it again. */
  async function hide(): Promise<void> {
    const ids = [...known.keys()];
    if (ids.length === 0) return;
    count('posts hidden');
    const id = random.pick(ids.slice(-4));
    const settle = (field: 'hiddenAt' | 'keptAt'): void => {
      const version = ledger.posts.get(id)?.find(({ post }) => post[field] !== undefined);
      if (version) ledger.settle(id, version.post.version, time.now);
    };
    await insist('report', async ({ services }) => {
      const noted = async () => undefined;
      const reports = { noteReporter: async () => ['1', '2', '3'], addHidden: noted, removeHidden: noted };
      const given = { ...services, users: product.users, reportedPosts: reports };
      await product.countReporter(given, { post: id, reporter: 'rita', report: '3' });
      settle('hiddenAt');
    });
    await time.sleep(random.between(10_000, 60_000));
    await insist('keep', async ({ services }) => {
      await product.showAgain(services, id);
      settle('keptAt');
    });
  }

  /** Blocks somebody for a while. */
  async function quarrel(person: string): Promise<void> {
    count('blocks');
    const other = random.pick(everybody.filter((each) => each !== person));
    await insist('block', () => product.conversations.block(person, other, time.now));
    if (random.chance(0.3)) return;
    await time.sleep(random.between(5_000, 90_000));
    await insist('unblock', () => product.conversations.unblock(person, other));
  }

  async function disable(person: string): Promise<void> {
    await insist('disable', () => product.users.update(person, { disabledAt: time.now }));
    await time.sleep(random.between(10_000, 90_000));
    await insist('enable', () => product.users.update(person, { disabledAt: null }));
  }

  const erase = async (person: string): Promise<void> => {
    await insist('leave', () => product.users.leaveTombstone(person, time.now));
    await insist('erase', ({ services }) => product.erasePosts(services, person, Infinity));
  };

  const area = (): Area => ({
    latitude: random.pick(PLACES).latitude,
    longitude: random.pick(PLACES).longitude,
    kilometers: random.pick([1, 5, 10, 50]),
  });

  for (const owner of OWNERS) {
    planTimes(POSTS, () => void publish(owner));
    planTimes(POSTS * CHANGES, () => void change(owner));
    planTimes(1, () => void remove(owner));
    planTimes(QUARRELS, () => void quarrel(owner));
    planTimes(2, () => void reads.listOf(owner, owner, random.pick([3, 50])));
  }
  planTimes(2, () => void moderate());
  planTimes(6, () => void hide());
  plan(() => void disable(DISABLED), 60_000, profile.durationMs - 120_000);
  plan(() => void erase(DELETED), profile.durationMs / 2, profile.durationMs);
  for (const reader of everybody) {
    planTimes(
      READS,
      () => void reads.listByTime(reader, random.pick([1, 3, 10, 50]), random.pick([undefined, 'need'])),
    );
    planTimes(READS, () => void reads.listNearby(reader, random.pick([1, 3, 50]), area()));
    planTimes(READS, () => void reads.listOf(reader, random.pick(OWNERS), random.pick([2, 50])));
    planTimes(3 * READS, () => {
      const ids = [...ledger.posts.keys()];
      if (ids.length > 0) void reads.readOne(reader, random.pick(ids.slice(-12)));
    });
  }

  /** Once nothing fails any more: finishes the deletion, lets owners look at their posts, and reads everything. */
  async function readAll(): Promise<void> {
    await erase(DELETED);
    for (const owner of OWNERS) await reads.listOf(owner, owner, 50);
    await time.sleep(10_000);
    for (const reader of [...READERS, OWNERS[0] ?? '']) {
      await reads.listByTime(reader, 50);
      for (const kilometers of [5, 50])
        for (const place of PLACES.slice(2)) await reads.listNearby(reader, 50, { ...place, kilometers });
      for (const id of ledger.posts.keys()) await reads.readOne(reader, id);
    }
  }

  return { counts: counts as ReadonlyMap<string, number>, readAll, leaver: DELETED };
}

const unlessGone = (error: unknown): void => {
  if ((error as { readonly code?: string }).code !== 'not-found') throw error;
};
