/** The walk over saved searches: one request of every kind, each with its preparation. */

import { randomUUID } from 'node:crypto';
import * as forYou from '#contract/routes/for-you.ts';
import * as posts from '#contract/routes/posts.ts';
import type { Step } from './step.ts';

type Operation = (typeof forYou.forYouRoutes)[number]['operation'];

const NEAR = { near: '38.714063,-9.130121', radius: 10 };
const newSearch = () => ({ parameters: { id: randomUUID() }, body: NEAR });
const PLACE = { latitude: 38.713281, longitude: -9.131578, blur: '600m' as const };

export const forYouRequests: Readonly<Record<Operation, Step>> = {
  listSearches: async ({ member }) => {
    const { session } = await member();
    return () => session.call(forYou.listSearches, {});
  },
  saveSearch: async ({ member }) => {
    const { session } = await member();
    return () => session.call(forYou.saveSearch, newSearch());
  },
  deleteSearch: async ({ member }) => {
    const { session } = await member();
    const { parameters, body } = newSearch();
    await session.call(forYou.saveSearch, { parameters, body });
    return () => session.call(forYou.deleteSearch, { parameters });
  },
  getForYou: async ({ ann, member }) => {
    const { session } = await member();
    await session.call(forYou.saveSearch, newSearch());
    await ann.session.call(posts.createPost, { body: { clientId: randomUUID(), kind: 'need', place: PLACE } });
    return () => session.call(forYou.getForYou, {});
  },
  readForYou: async ({ member }) => {
    const { session } = await member();
    return () => session.call(forYou.readForYou, { body: { readUntil: new Date().toISOString() } });
  },
};
