/**
 * The public keys with which an issuer signs its tokens. They are not fetched by Node's `fetch`, whose parser is
 * WebAssembly: to compile it takes 0.4 s, and 30 MB that stay with the compiler's thread.
 */
import { once } from 'node:events';
import { get as getByHttp, type IncomingMessage } from 'node:http';
import { get as getByHttps } from 'node:https';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

const TIMEOUT_MS = 5_000;
/** A token that names an unknown key has the keys fetched, but not more often than this. */
const COOLDOWN_MS = 30_000;

/** Returns what finds a token's key. It throws an error of jose for an unknown key, and another if it cannot fetch. */
export function issuerKeys(issuer: string): JWTVerifyGetKey {
  const url = `${issuer}/.well-known/jwks.json`;
  let find: Promise<JWTVerifyGetKey> | undefined;
  let fetchedAt = 0;

  async function fetchKeys(): Promise<JWTVerifyGetKey> {
    fetchedAt = Date.now();
    try {
      return createLocalJWKSet(await getKeys(url));
    } catch (error) {
      find = undefined;
      throw error;
    }
  }

  return async (header, token) => {
    try {
      return await (
        await (find ??= fetchKeys())
      )(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || Date.now() - fetchedAt < COOLDOWN_MS) throw error;
      return (await (find = fetchKeys()))(header, token);
    }
  };
}

async function getKeys(url: string): Promise<JSONWebKeySet> {
  const get = url.startsWith('https:') ? getByHttps : getByHttp;
  const request = get(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  if (response.statusCode !== 200) throw new Error(`${url} was answered with ${response.statusCode}.`);
  return JSON.parse(text) as JSONWebKeySet;
}
