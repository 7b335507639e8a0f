/** Cached errors: which ones CloudFront caches, for how long, and how a distribution turns that off. */
import { describe, expect, it } from 'vitest';
import { startSite } from './site.ts';

const NO_STORE = { 'cache-control': 'no-store' };

/** Requests the same path twice, as two people. @returns how often the API was called */
async function asked(options: Parameters<typeof startSite>[0], method = 'GET', wait = () => {}): Promise<number> {
  const { url, passed } = await startSite(options);
  await fetch(`${url}/api/conversations`, { method, headers: { authorization: 'Bearer alice' } });
  wait();
  await fetch(`${url}/api/conversations?limit=1`, { method, headers: { authorization: 'Bearer bob' } });
  return passed.length;
}

describe('an edge', () => {
  it.each([500, 502, 503, 504])(
    "answers everybody with one person's %i, although it may not be stored",
    async (statusCode) => {
      expect(await asked({ apiResponse: { statusCode, headers: NO_STORE } })).toBe(1);
    },
  );

  it.each([404, 410, 414, 501])('keeps a %i unless it may not be stored', async (statusCode) => {
    expect(await asked({ apiResponse: { statusCode } })).toBe(1);
    expect(await asked({ apiResponse: { statusCode, headers: NO_STORE } })).toBe(2);
  });

  it.each([400, 403, 405])('keeps a %i only with a lifetime of its own', async (statusCode) => {
    expect(await asked({ apiResponse: { statusCode } })).toBe(2);
    expect(await asked({ apiResponse: { statusCode, headers: { 'cache-control': 'max-age=60' } } })).toBe(1);
  });

  it.each([200, 401, 409, 429])('keeps no %i', async (statusCode) => {
    expect(await asked({ apiResponse: { statusCode } })).toBe(2);
  });

  it('caches no error of a request that changes something', async () => {
    expect(await asked({ apiResponse: { statusCode: 503 } }, 'POST')).toBe(2);
  });

  it.each([
    ['ten seconds by default', undefined, 10],
    ["the distribution's time", [{ ErrorCode: 503, ErrorCachingMinTTL: 30 }], 30],
  ])('asks again after %s', async (_, CustomErrorResponses, seconds) => {
    let now = 0;
    const options = {
      apiResponse: { statusCode: 503 },
      distribution: { CustomErrorResponses },
      now: () => now,
    };

    expect(await asked(options, 'GET', () => (now += seconds * 1000 - 1))).toBe(1);
    expect(await asked(options, 'GET', () => (now += seconds * 1000))).toBe(2);
  });

  it('caches nothing if the distribution sets a TTL of 0', async () => {
    const CustomErrorResponses = [500, 502, 503, 504].map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 }));

    for (const { ErrorCode: statusCode } of CustomErrorResponses) {
      expect(await asked({ apiResponse: { statusCode }, distribution: { CustomErrorResponses } })).toBe(2);
    }
  });
});
