/** From a gateway event to a handler and back: callers, answers, refusals and failures. */

import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import * as z from 'zod/mini';
import { Refusal, notFound, refuseField, type RefusalCode } from '#contract/refusal.ts';
import { route } from '#contract/route.ts';
import { Problem } from '#contract/schemas.ts';
import { LEAST_VERSION, VERSION } from '#contract/version.ts';
import { refusals } from '#functions/api/problem.ts';
import { endpoint, serve, type Reply, type Request } from '#functions/api/router.ts';
import { NOW } from '../support/clock.ts';
import { call, eventOf } from '../support/http.ts';

const makeThing = route({
  method: 'POST',
  path: '/things/{id}',
  operation: 'makeThing',
  summary: 'Made for these tests',
  access: 'person',
  parameters: z.strictObject({ id: z.string() }),
  query: z.strictObject({ loud: z.optional(z.string()) }),
  body: z.strictObject({ name: z.string() }),
  answers: { 200: z.object({ name: z.string(), inner: z.optional(z.object({ n: z.int() })) }), 204: null },
  refusals: Object.keys(refusals) as RefusalCode[],
});
const readSign = route({
  method: 'GET',
  path: '/sign',
  operation: 'readSign',
  summary: 'For anyone',
  access: 'anyone',
  answers: { 204: null },
  refusals: [],
});

const valid = { parameters: { id: '7' }, body: { name: 'alice' } };

const handler = vi.fn<(request: Request<typeof makeThing>) => Promise<Reply<typeof makeThing>>>();
const signHandler = vi.fn<(request: Request<typeof readSign>) => Promise<Reply<typeof readSign>>>();
const lambda = serve([endpoint(makeThing, handler), endpoint(readSign, signHandler)], {
  person: async () => undefined,
});

let log: MockInstance<typeof console.error>;

beforeEach(() => {
  log = vi.spyOn(console, 'error').mockReturnValue(undefined);
  handler.mockReset().mockResolvedValue({ status: 204 });
  signHandler.mockReset().mockResolvedValue({ status: 204 });
});
afterEach(() => log.mockRestore());

describe('a handler', () => {
  it('receives the request and its caller', async () => {
    await call(lambda, makeThing, {
      ...valid,
      query: { loud: 'yes' },
      headers: { 'x-connection-id': 'L0SM9cOFvHcCIhw=' },
      requestId: 'abc',
    });

    expect(handler).toHaveBeenCalledExactlyOnceWith({
      parameters: { id: '7' },
      query: { loud: 'yes' },
      body: { name: 'alice' },
      caller: {
        username: 'alice',
        session: 'session-of-alice',
        issuedAt: Math.floor(NOW / 1000) * 1000,
        signedInAt: Math.floor(NOW / 1000) * 1000,
        groups: [],
      },
      cookies: {},
      bearerToken: undefined,
      requestId: 'abc',
      connectionId: 'L0SM9cOFvHcCIhw=',
      sourceAddress: expect.any(Function),
      identify: expect.any(Function),
    });
  });

  it('receives a base64 body like any other', async () => {
    await call(lambda, makeThing, { ...valid, body: { name: 'Zoë 😀' }, base64: true });

    expect(handler).toHaveBeenCalledWith(expect.objectContaining({ body: { name: 'Zoë 😀' } }));
  });

  it('of a route for anyone receives no caller', async () => {
    await call(lambda, readSign);

    expect(signHandler).toHaveBeenCalledWith(
      expect.objectContaining({ caller: undefined, connectionId: undefined, cookies: {} }),
    );
  });

  it('does not receive an empty connection id', async () => {
    await call(lambda, makeThing, { ...valid, headers: { 'x-connection-id': '' } });

    expect(handler).toHaveBeenCalledWith(expect.objectContaining({ connectionId: undefined }));
  });

  it('is not called for a client that is too old, and is for one that does not say', async () => {
    const from = (version: string) => call(lambda, makeThing, { ...valid, headers: { 'x-version': version } });

    expect(await from(String(LEAST_VERSION - 1))).toMatchObject({ status: 400, body: { code: 'outdated' } });
    expect(handler).not.toHaveBeenCalled();
    for (const version of [String(LEAST_VERSION), '99', 'of my own'])
      expect(await from(version)).toMatchObject({ status: 204 });
    expect(await call(lambda, makeThing, valid)).toMatchObject({ status: 204 });
  });

  it('is not called with a connection id that no socket can have', async () => {
    const answer = await call(lambda, makeThing, { ...valid, headers: { 'x-connection-id': 'x'.repeat(129) } });

    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid', errors: { 'X-Connection-Id': 'Must have at most 128 characters' } },
    });
    expect(handler).not.toHaveBeenCalled();
    await call(lambda, makeThing, { ...valid, headers: { 'x-connection-id': 'x'.repeat(128) } });
    expect(handler).toHaveBeenCalledTimes(1);
  });

  it('is not called for an invalid request', async () => {
    expect(await call(lambda, makeThing, { ...valid, body: {} })).toMatchObject({ status: 400 });
    expect(handler).not.toHaveBeenCalled();
  });
});

describe('an answer', () => {
  it('has what the handler returns', async () => {
    handler.mockResolvedValue({
      status: 200,
      body: { name: 'alice' },
      headers: { location: '/here' },
      cookies: ['a=b', 'c=d'],
    });

    expect(await call(lambda, makeThing, valid)).toEqual({
      status: 200,
      headers: {
        'cache-control': 'no-store',
        'content-type': 'application/json',
        'x-version': String(VERSION),
        location: '/here',
      },
      cookies: ['a=b', 'c=d'],
      body: { name: 'alice' },
    });
  });

  it('never has a field that its schema lacks', async () => {
    const stored = { name: 'alice', passwordHash: 'secret', inner: { n: 1, digest: 'secret' } };
    handler.mockResolvedValue({ status: 200, body: stored });

    expect((await call(lambda, makeThing, valid)).body).toEqual({ name: 'alice', inner: { n: 1 } });
  });

  it('can have no body', async () => {
    expect(await call(lambda, makeThing, valid)).toEqual({
      status: 204,
      headers: { 'cache-control': 'no-store', 'x-version': String(VERSION) },
      cookies: [],
      body: undefined,
    });
  });

  it('that its schema does not allow is a failure that reveals nothing', async () => {
    handler.mockResolvedValue({ status: 200, body: { name: 7 as unknown as string } });

    const { status, body } = await call(lambda, makeThing, valid);

    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toMatch(/expected|string|name/);
  });
});

describe('a refusal', () => {
  it.each(Object.keys(refusals) as RefusalCode[])('with code %s is a problem with its own status', async (code) => {
    handler.mockRejectedValue(new Refusal(code, 'Do this next.'));

    const { status, body } = await call(lambda, makeThing, { ...valid, requestId: 'abc' });

    expect(status).toBe(refusals[code].status);
    expect(body).toEqual({
      type: `urn:message-center:problem:${code}`,
      title: refusals[code].title,
      status,
      detail: 'Do this next.',
      code,
      requestId: 'abc',
    });
    expect(Problem.safeParse(body).success).toBe(true);
  });

  it('says field by field what is wrong', async () => {
    handler.mockRejectedValue(refuseField('name', 'past', 'Is over'));

    expect((await call(lambda, makeThing, valid)).body).toMatchObject({ errors: { name: 'Is over' } });
  });

  it('says when to retry', async () => {
    handler.mockRejectedValue(new Refusal('too-many-requests', 'Wait.', { retryAfter: 7 }));

    expect((await call(lambda, makeThing, valid)).headers).toMatchObject({ 'retry-after': '7' });
  });

  it('is the same for what does not exist and for what is not mine, except for the request id', async () => {
    handler.mockRejectedValueOnce(notFound()).mockRejectedValueOnce(notFound());

    const [one, other] = [await call(lambda, makeThing, valid), await call(lambda, makeThing, valid)];

    expect(one).toEqual(other);
  });

  it('is also what an AWS service gets that is unavailable, after the tries of the SDK, and is logged', async () => {
    const outage = Object.assign(new Error('in table X'), { $metadata: { httpStatusCode: 503 } });
    handler.mockRejectedValue(outage);

    const { status, body, headers } = await call(lambda, makeThing, valid);

    expect(status).toBe(503);
    expect(headers).toMatchObject({ 'retry-after': '1' });
    expect(body).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('Try again') as unknown });
    expect(JSON.stringify(body)).not.toContain('table X');
    expect(log).toHaveBeenCalledTimes(1);
  });

  it('is not logged, since it is not a failure', async () => {
    handler.mockRejectedValue(notFound());

    await call(lambda, makeThing, valid);

    expect(log).not.toHaveBeenCalled();
  });
});

describe('a failure', () => {
  it.each([
    new Error('secret'),
    new TypeError('secret'),
    'secret',
    undefined,
    null,
    { code: 'not-found', message: 'secret' },
  ])('of any kind (%s) is a 500 that reveals only the request id', async (thrown) => {
    handler.mockRejectedValue(thrown);

    const { status, headers, body } = await call(lambda, makeThing, { ...valid, requestId: 'abc' });

    expect(status).toBe(500);
    expect(JSON.stringify([headers, body])).not.toContain('secret');
    expect(body).toMatchObject({ code: 'internal', requestId: 'abc' });
    expect(Problem.safeParse(body).success).toBe(true);
  });

  it("is logged with the request id and the stack, without the request's content", async () => {
    handler.mockRejectedValue(new Error('The table is away'));

    await call(lambda, makeThing, { ...valid, body: { name: 'a private text' }, requestId: 'abc' });

    const logged = JSON.stringify(log.mock.calls);
    expect(logged).toContain('abc');
    expect(logged).toContain('The table is away');
    expect(logged).toContain('router.test.ts');
    expect(logged).not.toContain('a private text');
  });

  it('is logged with what caused it', async () => {
    const cause = new Error('The connection was reset', { cause: 503 });
    handler.mockRejectedValue(new Error('S3 does not answer', { cause }));

    await call(lambda, makeThing, valid);

    expect(log.mock.lastCall).toMatchObject([
      { error: { message: 'S3 does not answer', cause: { message: 'The connection was reset', cause: '503' } } },
    ]);
  });

  it('does not keep the next call from working', async () => {
    handler.mockRejectedValueOnce(new Error('Once'));

    expect(await call(lambda, makeThing, valid)).toMatchObject({ status: 500 });
    expect(await call(lambda, makeThing, valid)).toMatchObject({ status: 204 });
  });

  it('is the answer to an event without a caller, where one is required', async () => {
    const event = eventOf(makeThing, valid);
    Reflect.deleteProperty(event.requestContext, 'authorizer');

    expect(await lambda(event)).toMatchObject({ statusCode: 500 });
    expect(handler).not.toHaveBeenCalled();
  });

  it('is the answer to an event of another function', async () => {
    const other = { ...readSign, path: '/elsewhere' };

    expect(await call(lambda, other)).toMatchObject({ status: 500 });
  });
});
