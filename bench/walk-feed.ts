/** The part of the walk that concerns the feed: posts, offers and thanks. */
import { randomUUID } from 'node:crypto';
import * as messages from '#contract/routes/messages.ts';
import * as posts from '#contract/routes/posts.ts';
import * as thanks from '#contract/routes/thanks.ts';
import { TEXT } from './constants.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';

const PLACE = { latitude: 38.713281, longitude: -9.131578, blur: '600m' as const };
export const newPost = () => ({ clientId: randomUUID(), kind: 'need' as const, place: PLACE });

/**
 * Publishes a post of a new member, to whom another one writes from it. It is not Ann: in an hour she may begin only so
 * many conversations.
 */
async function offered({ member }: Scene) {
  const [owner, helper] = [await member(), await member()];
  const { id } = await owner.session.call(posts.createPost, { body: newPost() });
  const body = { recipient: owner.username, body: TEXT, clientId: randomUUID(), after: 0, post: id };
  await helper.session.call(messages.sendMessage, { body });
  return { owner, helper, id };
}

/** A first message to the owner of a post, written from the post: what an offer costs, its request included. */
export async function offer({ member }: Scene) {
  const [owner, helper] = [await member(), await member()];
  const { id } = await owner.session.call(posts.createPost, { body: newPost() });
  const body = { recipient: owner.username, body: TEXT, clientId: randomUUID(), after: 0, post: id };
  return () => helper.session.call(messages.sendMessage, { body });
}

/** Lets a new member thank another, once the consumer of messages has stored the offer. */
export async function thanked(scene: Scene) {
  const { owner, helper, id } = await offered(scene);
  const helpers = [{ username: helper.username, thanks: 'Fixed it within the hour. Thank you!' }];
  const body = { version: 1, status: 'done' as const, helpers };
  for (;;) {
    const { items } = await owner.session.call(posts.listOffers, { parameters: { id }, query: {} });
    if (items.length > 0) break;
  }
  await owner.session.call(posts.changePost, { parameters: { id }, body });
  return { helper, id };
}

export const feedRequests = {
  createPost: async ({ member }) => {
    const { session } = await member();
    return () => session.call(posts.createPost, { body: newPost() });
  },
  listPosts: async ({ ann, member }) => {
    const { session } = await member();
    await session.call(posts.createPost, { body: newPost() });
    return () => ann.session.call(posts.listPosts, { query: {} });
  },
  getPost: async ({ ann, member }) => {
    const { session } = await member();
    const { id } = await session.call(posts.createPost, { body: newPost() });
    return () => ann.session.call(posts.getPost, { parameters: { id } });
  },
  changePost: async ({ member }) => {
    const { session } = await member();
    const { id, version } = await session.call(posts.createPost, { body: newPost() });
    return () => session.call(posts.changePost, { parameters: { id }, body: { version, title: 'A flat tyre' } });
  },
  deletePost: async ({ member }) => {
    const { session } = await member();
    const { id } = await session.call(posts.createPost, { body: newPost() });
    return () => session.call(posts.deletePost, { parameters: { id } });
  },

  listOffers: async (scene) => {
    const { owner, id } = await offered(scene);
    return () => owner.session.call(posts.listOffers, { parameters: { id }, query: {} });
  },
  getOutcome: async (scene) => {
    const { owner, helper, id } = await offered(scene);
    await owner.session.call(posts.changePost, { parameters: { id }, body: { version: 1, status: 'done' } });
    return () => helper.session.call(thanks.getOutcome, { parameters: { id } });
  },
  listThanks: async (scene) => {
    const { helper, id } = await thanked(scene);
    await helper.session.call(thanks.showThanks, { parameters: { id }, body: { shown: true } });
    const parameters = { username: helper.username };
    return () => scene.ben.session.call(thanks.listThanks, { parameters, query: {} });
  },
  showThanks: async (scene) => {
    const { helper, id } = await thanked(scene);
    return () => helper.session.call(thanks.showThanks, { parameters: { id }, body: { shown: true } });
  },
  dismissQuiet: async ({ member }) => {
    const { session } = await member();
    const { createdAt } = await session.call(posts.createPost, { body: newPost() });
    return () => session.call(posts.dismissQuiet, { body: { until: createdAt } });
  },
} satisfies Readonly<Record<string, Step>>;
