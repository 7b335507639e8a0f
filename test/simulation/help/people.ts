/**
 * What people do about posts of others, and when: they write from posts, on two devices at once and again, wait for an
 * answer, answer, decline, block each other and leave. Owners promise their posts, take promises back, name who helped,
 * thank them, withdraw and delete. All of it races.
 */

import { conversationOf } from '#contract/message-id.ts';
import type { Offer } from '#contract/offers.ts';
import type { Post as ShownPost } from '#contract/posts.ts';
import { editMessage, sendMessage } from '#contract/routes/messages.ts';
import { changePost, createPost, deletePost, listOffers, listPosts } from '#contract/routes/posts.ts';
import { showThanks } from '#contract/routes/thanks.ts';
import { ownerOf } from '#functions/core/feed/post-id.ts';
import { isShown } from '#functions/core/feed/post.ts';
import type { FeedCenter, Received } from '../feed/center.ts';
import { product } from '../feed/product.ts';
import { createReads, type Change } from './reads.ts';
import { LEAVERS, type Talk } from './talk.ts';

const OWNERS = ['alice', 'bob', 'carol'];
const HELPERS = ['dan', 'eve', 'fay', 'gus'];
/** Every first message to him is a request. */
export const SHY = 'bob';
export const everybody = [...OWNERS, ...HELPERS];

/** What each owner and each helper does. */
const POSTS = 7;
const OFFERS = 9;
const ANSWERS = 5;
const DECLINES = 4;
const DECISIONS = 14;
const READS = 6;
/** So soon after somebody is thanked they look at it, and its post may be deleted. */
const SOON_MS = 20_000;
/** Longest wait before a lost request is repeated, and how long after its answer one is sent once more. */
const RETRY_MS = 3_000;
const REPLAY_MS = 100_000;
/** Share of the changes that nobody repeats. */
const GIVES_UP = 0.3;
/** Within this time two devices of a person do the same. */
const TOGETHER_MS = 400;

export function planPeople(center: FeedCenter, talk: Talk) {
  const { world, ledger, ask, insist } = center;
  const { time, random, profile } = world;
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const reads = createReads(center, talk, count);
  /** The newest answer that an owner has of each post. */
  const known = new Map<string, ShownPost>();
  /** Changes that were accepted: they may be sent once more at any time. */
  const accepted: (() => Promise<unknown>)[] = [];
  /** Thank-yous that their helpers have shown, as in `helper post`. */
  const shown = new Set<string>();
  /** Who has declined whose request, as in `recipient sender`. */
  const declined = new Set<string>();
  let texts = 0;

  const plan = (act: () => void, from = 0, to = profile.durationMs) => void time.timer(act, random.between(from, to));
  const planTimes = (times: number, act: () => void, from?: number, to?: number): void => {
    for (let i = 0; i < times; i++) plan(act, from, to);
  };
  const newClientId = (): string => `00000000-0000-4000-8000-${String(++texts).padStart(12, '0')}`;

  /** Sends a request until there is an answer. */
  async function untilAnswered(once: () => Promise<Received | undefined>): Promise<Received> {
    for (;;) {
      const received = await once();
      if (received) return received;
      await time.sleep(random.between(100, RETRY_MS));
    }
  }

  /** Sends a request until there is an answer. Some people give up at once. */
  const patiently = (once: () => Promise<Received | undefined>): Promise<Received | undefined> =>
    random.chance(GIVES_UP) ? once() : untilAnswered(once);

  const learn = (post: ShownPost): void => {
    if (post.version >= (known.get(post.id)?.version ?? 0)) known.set(post.id, post);
  };

  async function publish(owner: string): Promise<void> {
    count('posts');
    const clientId = newClientId();
    const body = { clientId, kind: 'need', title: `Post ${texts} of ${owner}` };
    const { status, body: post } = await untilAnswered(() => ask(owner, createPost, { body }));
    if (status < 300) learn(post as ShownPost);
  }

  /** Writes from a post, or without one: on one device or on two at once, and sometimes the same again later. */
  function write(sender: string): void {
    const posts = [...ledger.posts.keys()].flatMap((id) => ledger.latest(id) ?? []);
    const open = posts.filter((each) => each.owner !== sender && isShown(each, time.now));
    const post = random.chance(0.85) && open.length > 0 ? random.pick(open) : undefined;
    const recipient = post?.owner ?? random.pick(OWNERS.filter((owner) => owner !== sender));
    void send(sender, recipient, post?.id);
    if (random.chance(0.4)) plan(() => void send(sender, recipient, post?.id), 0, TOGETHER_MS);
  }

  async function send(sender: string, recipient: string, post: string | undefined): Promise<void> {
    count('messages');
    const conversation = conversationOf(sender, recipient);
    const clientId = newClientId();
    const log = talk.logs.get(conversation) ?? [];
    // Somebody may have read the newest entries, or nothing yet.
    const after = random.chance(0.5) ? log.length : 0;
    const body = {
      recipient,
      body: `Note ${texts} of ${sender}`,
      clientId,
      after,
      ...(post !== undefined && { post }),
    };
    const once = async (): Promise<Received | undefined> => {
      const from = time.now;
      const received = await ask(sender, sendMessage, { body, requestId: `request ${++texts}` });
      if (received) reads.judgeSend(sender, body, received, { from, to: time.now });
      return received;
    };
    await untilAnswered(once);
    if (random.chance(0.3)) plan(() => void once(), 0, REPLAY_MS);
  }

  /** Changes the text of one's own first message, also while it waits for an answer. */
  async function edit(sender: string): Promise<void> {
    const own = talk.messages().filter((message) => message.sender === sender);
    if (own.length === 0) return;
    count('edits');
    const { conversation, seq } = random.pick(own);
    const parameters = { id: `${conversation}.${seq}` };
    await ask(sender, editMessage, { parameters, body: { body: `Text ${++texts}` }, requestId: `request ${texts}` });
  }

  /** Answers somebody who wrote. */
  async function answer(owner: string): Promise<void> {
    const received = talk.messages().filter(({ recipient }) => recipient === owner);
    if (received.length > 0) await send(owner, random.pick(received).sender, undefined);
  }

  const ownPost = (owner: string, matches: (post: ShownPost) => boolean = () => true): ShownPost | undefined => {
    const own = [...known.values()].filter(
      (post) => post.owner === owner && ['open', 'promised'].includes(post.status),
    );
    const found = own.filter(matches);
    return found.length > 0 ? random.pick(found) : undefined;
  };

  /** Changes a post as its owner last saw it, with whatever is wanted of it on two devices at once. */
  async function decide(owner: string): Promise<void> {
    const post = ownPost(owner, ({ id }) => random.chance(0.1) || talk.offersFor(id).size > 0);
    if (!post) return;
    const { id, version } = post;
    const received = await ask(owner, listOffers, { parameters: { id } });
    if (received?.status !== 200) return;
    const offers = (received.body as { readonly items: readonly Offer[] }).items.map(({ person }) => person);
    const whom = (): string => (offers.length > 0 && random.chance(0.95) ? random.pick(offers) : random.pick(HELPERS));
    const promise = () => ({ version, status: 'promised', promisedTo: whom(), title: `Post ${++texts} of ${owner}` });
    const done = () => ({
      version,
      status: 'done',
      helpers: [...new Set([whom(), whom()])].map((username) => ({
        username,
        ...(random.chance(0.7) && { thanks: `Thanks ${++texts} of ${owner}` }),
      })),
      othersHelped: random.whole(3),
    });
    const isLate = time.now > center.start + profile.durationMs / 4;
    const change = () =>
      random.pick<() => Change>([
        promise,
        promise,
        () => ({ version, status: 'open' }),
        ...(isLate ? [done, done, done, () => ({ version, status: 'withdrawn' })] : []),
      ])();
    void patch(owner, id, change());
    if (random.chance(0.4)) plan(() => void patch(owner, id, change()), 0, TOGETHER_MS);
  }

  async function patch(owner: string, id: string, body: Change): Promise<void> {
    count(body.status);
    const once = async (): Promise<Received | undefined> => {
      const from = time.now;
      const received = await ask(
        owner,
        changePost,
        { parameters: { id }, body },
        ({ status, body: answered }, done) => {
          const post = answered as ShownPost;
          if (status === 200 && done && post.version === body.version + 1) ledger.settle(id, post.version, time.now);
        },
      );
      if (received) reads.judgeChange(owner, id, body, received, { from, to: time.now });
      return received;
    };
    const received = await patiently(once);
    if (received?.status !== 200) return;
    learn(received.body as ShownPost);
    accepted.push(once);
    count(`${body.status} accepted`);
    for (const { username } of body.helpers ?? []) if (random.chance(0.8)) plan(() => void show(username), 0, SOON_MS);
    if (body.status === 'done' && random.chance(0.2)) plan(() => void remove(owner, id), 0, SOON_MS);
    if (random.chance(0.3)) plan(() => void once(), 0, REPLAY_MS);
  }

  async function remove(owner: string, id = ownPost(owner)?.id): Promise<void> {
    if (id === undefined) return;
    count('deletions');
    await untilAnswered(() => ask(owner, deletePost, { parameters: { id } }));
  }

  /** Shows a thank-you that one has read. */
  async function show(helper: string): Promise<void> {
    const thanks = await reads.readThanks(helper, helper);
    if (thanks.length === 0) return;
    count('shown thanks');
    const { post } = random.pick(thanks);
    const given = { parameters: { id: post }, body: { shown: true } };
    const key = `${helper} ${post}`;
    reads.shownOrAsked.add(key);
    const { status } = await untilAnswered(() => ask(helper, showThanks, given));
    if (status === 204) shown.add(key);
  }

  /** Declines a request, answered or not: nobody else may notice. */
  async function decline(person: string): Promise<void> {
    const requests = talk.messages().filter(({ recipient, request }) => request && recipient === person);
    if (requests.length === 0) return;
    count('declines');
    const { sender } = random.pick(requests);
    await insist('decline', () => product.conversations.setPreferences(person, sender, { declined: true }, time.now));
    declined.add(`${person} ${sender}`);
  }

  async function quarrel(person: string): Promise<void> {
    count('blocks');
    const other = random.pick(everybody.filter((each) => each !== person));
    reads.blocked.add(`${person} ${other}`);
    await insist('block', () => product.conversations.block(person, other, time.now));
    if (random.chance(0.3)) return;
    await time.sleep(random.between(5_000, 60_000));
    await insist('unblock', () => product.conversations.unblock(person, other));
  }

  /** Does what is left of a deletion, in its order. */
  async function leave(person: string): Promise<void> {
    await insist('leave', () => product.users.leaveTombstone(person, time.now));
    await insist('erase', async ({ services }) => {
      await product.erasePosts(services, person, Infinity);
      await product.removeOffersOf(services, person, Infinity);
      await services.thanks.removeAll(person, Infinity);
    });
  }

  for (const owner of OWNERS) {
    planTimes(POSTS, () => void publish(owner), 0, profile.durationMs / 2);
    planTimes(ANSWERS, () => void answer(owner));
    planTimes(DECLINES, () => void decline(owner));
    planTimes(DECISIONS, () => void decide(owner), profile.durationMs / 8);
    planTimes(1, () => void remove(owner), profile.durationMs / 4);
    planTimes(1, () => void quarrel(owner));
    planTimes(READS / 2, () => void reads.readOffers(owner));
  }
  for (const helper of [...HELPERS, 'alice']) {
    planTimes(OFFERS, () => write(helper));
    planTimes(2, () => void edit(helper));
  }
  for (const person of LEAVERS) plan(() => void leave(person), profile.durationMs / 2, profile.durationMs);
  for (const reader of everybody) {
    planTimes(READS, () => void reads.readPost(reader));
    planTimes(READS, () => void reads.readOutcome(reader));
    planTimes(READS / 2, () => void reads.readThanks(reader, random.pick(HELPERS)));
  }

  /** Once nothing fails any more: finishes deletions, sends again what was accepted, and lets owners look. */
  async function settle(): Promise<void> {
    for (const person of LEAVERS) await leave(person);
    for (const once of accepted) if (random.chance(0.5)) await once();
    for (const owner of OWNERS) await untilAnswered(() => ask(owner, listPosts, { query: { owner, limit: '50' } }));
    await time.sleep(10_000);
    for (const id of ledger.posts.keys())
      for (const reader of [ownerOf(id), ...talk.offersFor(id).keys(), random.pick(HELPERS)]) {
        await reads.readPost(reader, id);
        await reads.readOutcome(reader, id);
      }
    for (const helper of HELPERS) for (const reader of [helper, 'eve']) await reads.readThanks(reader, helper);
  }

  return {
    counts: counts as ReadonlyMap<string, number>,
    shown: shown as ReadonlySet<string>,
    declined: declined as ReadonlySet<string>,
    settle,
  };
}
