/** Which callers the router checks, before which handlers, and what a refused one learns. */

import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { Refusal, notFound } from '#contract/refusal.ts';
import { route } from '#contract/route.ts';
import { endpoint, serve } from '#functions/api/router.ts';
import type { CallerChecks } from '#functions/core/acting.ts';
import { call } from '../support/http.ts';

const things = {
  path: '/things',
  summary: 'Made for these tests',
  access: 'person',
  answers: { 204: null },
  refusals: ['no-session'],
} as const;
const makeThing = route({ ...things, method: 'POST', operation: 'makeThing' });
const seeThing = route({ ...things, method: 'GET', operation: 'seeThing' });
const sendThing = route({ ...things, method: 'PUT', operation: 'sendThing', checksCaller: true });
const readSign = route({ ...things, method: 'GET', path: '/sign', operation: 'readSign', access: 'anyone' });
const judge = route({
  method: 'POST',
  path: '/judgements',
  operation: 'judge',
  summary: 'For administrators',
  access: 'administrator',
  body: z.strictObject({ guilty: z.boolean() }),
  answers: { 204: null },
  refusals: ['not-found'],
});

const handler = vi.fn<(request: object) => Promise<{ status: 204 }>>();
const judgeHandler = vi.fn<(request: object) => Promise<{ status: 204 }>>();
const checks = {
  person: vi.fn<CallerChecks['person']>(),
  administrator: vi.fn<CallerChecks['administrator']>(),
};
const lambda = serve(
  [
    endpoint(makeThing, handler),
    endpoint(seeThing, async () => ({ status: 204 })),
    endpoint(sendThing, async () => ({ status: 204 })),
    endpoint(readSign, async () => ({ status: 204 })),
    endpoint(judge, judgeHandler),
  ],
  checks,
);

beforeEach(() => {
  handler.mockReset().mockResolvedValue({ status: 204 });
  judgeHandler.mockReset().mockResolvedValue({ status: 204 });
  for (const check of Object.values(checks)) check.mockReset().mockResolvedValue();
});

describe('a caller', () => {
  it('is checked by every route that changes something, unless its rule does so itself', async () => {
    for (const each of [seeThing, sendThing, readSign]) await call(lambda, each);
    expect(checks.person).not.toHaveBeenCalled();

    await call(lambda, makeThing);

    expect(checks.person).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ username: 'alice' }));
    expect(checks.administrator).not.toHaveBeenCalled();
  });

  it('who fails the check is refused, and the handler is not called', async () => {
    checks.person.mockRejectedValue(new Refusal('no-session', 'Sign in again.'));

    expect(await call(lambda, makeThing)).toMatchObject({ status: 401, body: { code: 'no-session' } });
    expect(handler).not.toHaveBeenCalled();
  });

  it('of a route without its check keeps the function from loading', () => {
    expect(() => serve([endpoint(makeThing, handler)])).toThrow('makeThing');
    expect(() => serve([endpoint(judge, judgeHandler)], { person: checks.person })).toThrow('judge');
  });
});

describe('a route for administrators', () => {
  it('is served to callers who pass its check', async () => {
    expect(await call(lambda, judge, { groups: ['testers', 'admins'], body: { guilty: true } })).toMatchObject({
      status: 204,
    });
    const caller = expect.objectContaining({ groups: ['testers', 'admins'] });
    expect(checks.administrator).toHaveBeenCalledExactlyOnceWith(caller);
    expect(judgeHandler).toHaveBeenCalledWith(expect.objectContaining({ caller }));
  });

  it('does not exist for anybody else, whatever they send', async () => {
    checks.administrator.mockRejectedValue(notFound());
    const elsewhere = await call(serve([endpoint(readSign, () => Promise.reject(notFound()))]), {
      ...readSign,
      refusals: ['not-found'],
    });

    for (const body of [{ guilty: true }, { innocent: 1 }, '{', undefined]) {
      expect((await call(lambda, judge, { body })).body).toEqual(elsewhere.body);
    }
    expect((await call(lambda, judge, { query: 'x=1&x=2' })).body).toEqual(elsewhere.body);
    expect(judgeHandler).not.toHaveBeenCalled();
  });
});
