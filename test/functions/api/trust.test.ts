/** What the router believes of a request that anyone can send. */

import { describe, expect, it, vi } from 'vitest';
import { route } from '#contract/route.ts';
import { endpoint, serve, type Reply, type Request } from '#functions/api/router.ts';
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
const lambda = serve([endpoint(readSign, handler)], { distribution: { header: 'x-proof', expected } });

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
    await expect(handler.mock.lastCall?.[0].sourceAddress()).rejects.toThrow('does not know the distribution');
  });
});
