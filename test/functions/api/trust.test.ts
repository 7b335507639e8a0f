/** What the router believes of a request that anyone can send. */

import { describe, expect, it, vi } from 'vitest';
import { route } from '#contract/route.ts';
import { endpoint, serve, type Reply, type Request } from '#functions/api/router.ts';
import { sourceAddress } from '#functions/core/source-address.ts';
import { call } from '../support/http.ts';

const readSign = route({
  method: 'GET',
  path: '/sign',
  operation: 'readSign',
  summary: 'Made for these tests',
  access: 'anyone',
  answers: { 204: null },
  refusals: [],
});

const handler = vi.fn<(request: Request<typeof readSign>) => Promise<Reply<typeof readSign>>>(async () => ({
  status: 204,
}));
const expected = vi.fn<() => Promise<string>>(async () => 'the proof');
const takeCookie = route({
  ...readSign,
  method: 'POST',
  path: '/cookie',
  takesCookies: ['refreshToken'],
  refusals: ['foreign-origin'],
});
const taker = vi.fn<(request: Request<typeof takeCookie>) => Promise<Reply<typeof takeCookie>>>(async () => ({
  status: 204,
}));
const origin = 'https://site.example';
const lambda = serve([endpoint(readSign, handler), endpoint(takeCookie, taker)], {
  site: { origin, proof: { header: 'x-proof', expected, sourceAddress } },
});

describe('the address that a request came from', () => {
  const sourceOf = async (headers: Readonly<Record<string, string>>): Promise<string | undefined> => {
    await call(lambda, readSign, { headers });
    return handler.mock.lastCall?.[0].sourceAddress();
  };
  const forwarded = { 'x-forwarded-for': '10.0.0.1, 203.0.113.7, 192.0.2.1' };

  it('is what the distribution says, once that has proven itself', async () => {
    expect(await sourceOf({ ...forwarded, 'x-proof': 'the proof' })).toBe('203.0.113.7');
    expect(await sourceOf({ ...forwarded, 'x-proof': 'another' })).toBe('192.0.2.1');
    expect(await sourceOf(forwarded)).toBe('192.0.2.1');
  });

  it('costs no secret where it is not needed, and is not guessed without one', async () => {
    expected.mockClear();

    await call(lambda, readSign);
    expect(expected).not.toHaveBeenCalled();

    await call(serve([endpoint(readSign, handler)]), readSign);
    await expect(handler.mock.lastCall?.[0].sourceAddress()).rejects.toThrow('does not know the site');
  });
});

describe('a cookie', () => {
  const cookies = ['theme=dark', ' __Host-refresh=a.b=c==', 'refresh=old', '__Host-refresher=x', 'bare'];

  it('reaches the handler of a route that takes it, and no other', async () => {
    await call(lambda, takeCookie, { cookies });
    await call(lambda, readSign, { cookies });

    expect(taker.mock.lastCall?.[0].cookies).toEqual({ refreshToken: 'a.b=c==' });
    expect(handler.mock.lastCall?.[0].cookies).toEqual({});
  });

  it('is refused where there are two of it, since one would be somebody else’s', async () => {
    const two = ['__Host-refresh=ours', '__Host-refresh=planted'];

    expect(await call(lambda, takeCookie, { cookies: two })).toMatchObject({ status: 400, body: { code: 'invalid' } });
    expect(await call(lambda, readSign, { cookies: two })).toMatchObject({ status: 204 });
  });

  it.each([
    ['a page of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a page of a neighbouring host', { origin: 'https://other.site.example', 'sec-fetch-site': 'same-site' }],
    ['a page of another port', { origin: 'https://site.example:8443', 'sec-fetch-site': 'same-site' }],
    ['a sandboxed page', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a request without an origin from elsewhere', { 'sec-fetch-site': 'cross-site' }],
    ['a browser that does not say how the two are related', { origin: 'https://evil.example' }],
  ])('is not taken from %s', async (_, headers) => {
    taker.mockClear();

    const answer = await call(lambda, takeCookie, { cookies, headers });

    expect(answer).toMatchObject({ status: 403, body: { code: 'foreign-origin' } });
    expect(taker).not.toHaveBeenCalled();
  });

  it.each([{ origin, 'sec-fetch-site': 'same-origin' }, { origin }, { 'sec-fetch-site': 'none' }, {}])(
    'is taken from the own page and from clients that are no browsers: %j',
    async (headers) => {
      expect(await call(lambda, takeCookie, { cookies, headers })).toMatchObject({ status: 204 });
    },
  );
});
