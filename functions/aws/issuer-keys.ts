/** The public keys with which an issuer signs its tokens. */

import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { getJson } from './get-json.ts';

/** A key that the issuer has withdrawn is believed for this long. */
const MAX_AGE_MS = 10 * 60_000;
/** A token that names an unknown key has the keys fetched, but not more often than this: anybody can make one. */
const COOLDOWN_MS = 30_000;

/** Returns what finds a token's key. It throws an error of jose for an unknown key, and another if it cannot fetch. */
export function issuerKeys(issuer: string): JWTVerifyGetKey {
  let kept: { readonly at: number; readonly find: Promise<JWTVerifyGetKey> } | undefined;

  function newerThan(ageMs: number): Promise<JWTVerifyGetKey> {
    if (kept && Date.now() - kept.at < ageMs) return kept.find;
    const find = getJson(`${issuer}/.well-known/jwks.json`).then((keys) => createLocalJWKSet(keys as JSONWebKeySet));
    const fetched = { at: Date.now(), find };
    kept = fetched;
    find.catch(() => {
      if (kept === fetched) kept = undefined;
    });
    return find;
  }

  return async (header, token) => {
    const find = await newerThan(MAX_AGE_MS);
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return (await newerThan(COOLDOWN_MS))(header, token);
    }
  };
}
