/**
 * Small writes that people make for themselves: all are counted, and none is without a limit. Blocking is not among
 * them, since nothing may keep anybody from it.
 */

import { expect, it } from 'vitest';
import type { Route } from '#contract/route.ts';
import { markRead, updateConversation } from '#contract/routes/conversations.ts';
import { deleteSearch, readForYou, saveSearch } from '#contract/routes/for-you.ts';
import { dismissQuiet } from '#contract/routes/posts.ts';
import { showThanks } from '#contract/routes/thanks.ts';
import { conversationEndpoints } from '#functions/api/handlers/conversations.ts';
import { forYouEndpoints } from '#functions/api/handlers/for-you.ts';
import { postEndpoints } from '#functions/api/handlers/posts.ts';
import { thanksEndpoints } from '#functions/api/handlers/thanks.ts';
import { serve } from '#functions/api/router.ts';
import { FRAMES_PER_MINUTE } from '#functions/core/limits.ts';
import { manualClock } from '../support/clock.ts';
import { call, type Given } from '../support/http.ts';
import { postOf } from '../support/posts.ts';

const ID = '00000000-0000-4000-8000-000000000001';
const AT = '2026-03-01T09:30:00.000Z';

it.each<[route: Route, given: Given]>([
  [markRead, { parameters: { peer: 'bob' }, body: { seq: 1 } }],
  [updateConversation, { parameters: { peer: 'bob' }, body: { muted: true } }],
  [saveSearch, { parameters: { id: ID }, body: { words: 'ladder' } }],
  [deleteSearch, { parameters: { id: ID } }],
  [readForYou, { body: { readUntil: AT } }],
  [dismissQuiet, { body: { until: AT } }],
  [showThanks, { parameters: { id: postOf('bob', 1).id }, body: { shown: true } }],
])('%o is refused beyond the limit, before anything is read or written', async (route, given) => {
  const taken: unknown[] = [];
  const counters = {
    async take(...counted: readonly unknown[]) {
      taken.push(counted);
      return false;
    },
  };
  // There is nothing else: whatever touches a table fails.
  const services = { counters, clock: manualClock() } as never;
  const endpoints = [conversationEndpoints, forYouEndpoints, postEndpoints, thanksEndpoints];
  const handler = serve(
    endpoints.flatMap((made) => made(services)),
    { person: async () => undefined },
  );

  const answer = await call(handler, route, given);

  expect(answer).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
  expect(answer.headers).toHaveProperty('retry-after');
  expect(taken).toEqual([[expect.stringMatching(/^frames#alice#/), FRAMES_PER_MINUTE, expect.any(Number)]]);
});
