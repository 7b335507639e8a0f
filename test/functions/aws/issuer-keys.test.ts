/** The keys of an issuer: when they are fetched. */

import { exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const fetching = vi.fn<(url: string) => Promise<unknown>>();
vi.doMock('#functions/aws/get-json.ts', () => ({ getJson: fetching }));
const { issuerKeys } = await import('#functions/aws/issuer-keys.ts');

const MINUTE_MS = 60_000;
const [one, two] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
const [first, second] = [await jwkOf(one.publicKey, 'first'), await jwkOf(two.publicKey, 'second')];

async function jwkOf(key: CryptoKey, kid: string): Promise<JWK> {
  return { ...(await exportJWK(key)), kid, alg: 'RS256', use: 'sig' };
}

const signed = (kid: string, { privateKey } = one): Promise<string> =>
  new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  fetching.mockReset().mockResolvedValue({ keys: [first] });
});
afterEach(() => vi.useRealTimers());

describe('the keys of an issuer', () => {
  it('are fetched once for many tokens, and again after ten minutes', async () => {
    const keys = issuerKeys('https://pool.example');
    const token = await signed('first');

    await Promise.all([jwtVerify(token, keys), jwtVerify(token, keys)]);
    vi.advanceTimersByTime(10 * MINUTE_MS - 1);
    await jwtVerify(token, keys);
    expect(fetching.mock.calls).toEqual([['https://pool.example/.well-known/jwks.json']]);

    fetching.mockResolvedValue({ keys: [second] });
    vi.advanceTimersByTime(1);
    await expect(jwtVerify(token, keys)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    expect(fetching).toHaveBeenCalledTimes(2);
  });

  it('are fetched for a token with a new key, and not for each with one that nobody knows', async () => {
    const keys = issuerKeys('https://pool.example');
    await jwtVerify(await signed('first'), keys);

    fetching.mockResolvedValue({ keys: [first, second] });
    await expect(jwtVerify(await signed('second', two), keys)).rejects.toThrow('no applicable key');
    vi.advanceTimersByTime(MINUTE_MS / 2);
    await jwtVerify(await signed('second', two), keys);
    await expect(jwtVerify(await signed('unknown'), keys)).rejects.toThrow('no applicable key');
    await expect(jwtVerify(await signed('unknown'), keys)).rejects.toThrow('no applicable key');

    expect(fetching).toHaveBeenCalledTimes(2);
  });

  it('are fetched again at once after a failure', async () => {
    const keys = issuerKeys('https://pool.example');
    const token = await signed('first');
    fetching.mockRejectedValueOnce(new Error('out of reach'));

    await expect(jwtVerify(token, keys)).rejects.toThrow('out of reach');

    await jwtVerify(token, keys);
    expect(fetching).toHaveBeenCalledTimes(2);
  });
});
