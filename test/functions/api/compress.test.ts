/** Large answers are compressed for clients that take them so. */
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compressedFor } from '#functions/api/compress.ts';

const LARGE = { statusCode: 200, headers: { 'cache-control': 'no-store' }, body: JSON.stringify('bob '.repeat(500)) };
const asking = (accepted: string | undefined, routeKey = 'GET /conversations') => ({
  routeKey,
  headers: accepted === undefined ? {} : { 'accept-encoding': accepted },
});

describe('a large answer', () => {
  it.each(['gzip', 'br;q=1.0, GZIP;q=0.5', 'deflate , gzip; q=0.001'])('is compressed for "%s"', (accepted) => {
    const result = compressedFor(asking(accepted), LARGE);

    expect(result).toMatchObject({
      statusCode: 200,
      headers: { 'cache-control': 'no-store', 'content-encoding': 'gzip', vary: 'accept-encoding' },
      isBase64Encoded: true,
    });
    expect(gunzipSync(Buffer.from(result.body ?? '', 'base64')).toString()).toBe(LARGE.body);
    expect(result.body?.length).toBeLessThan(LARGE.body.length / 4);
  });

  it.each([undefined, '', 'br', 'gzip;q=0', 'br, gzip; q=0.000', 'x-gzip'])('stays as it is for "%s"', (accepted) => {
    expect(compressedFor(asking(accepted), LARGE)).toBe(LARGE);
  });

  it('stays as it is where it may hold a token', () => {
    expect(compressedFor(asking('gzip', 'POST /auth/refresh'), LARGE)).toBe(LARGE);
  });
});

describe('another answer', () => {
  it.each([{ statusCode: 204 }, { statusCode: 200, body: '{}' }])('stays as it is: %o', (result) => {
    expect(compressedFor(asking('gzip'), result)).toBe(result);
  });
});
