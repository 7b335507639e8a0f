/**
 * How we prove ourselves to push services: VAPID, RFC 8292. The key derives from the root secret, so there is none to
 * keep; browsers subscribe for its public half, and another root secret ends all subscriptions.
 */

import { createECDH, createPrivateKey, sign } from 'node:crypto';
import type { Keys, Purpose } from '../core/keys.ts';

const CURVE = 'prime256v1';
/** A token may be valid for 24 hours (RFC 8292, section 2). Half of that leaves room for clocks. */
const TOKEN_LIFETIME_MS = 12 * 60 * 60_000;
/** A token is used until this long before it ends. */
const TOKEN_MARGIN_MS = 60 * 60_000;
/** Numbers that a derived key is tried with: each fails once in 2^32. */
const ATTEMPTS = [1, 2, 3] as const;

/** A key of P-256, its halves in base64url. */
export interface VapidKey {
  readonly privateKey: string;
  /** Uncompressed: the `applicationServerKey` of browsers. */
  readonly publicKey: string;
}

/** Derives the key. A number that is no private key of the curve (0, or its order and above) is passed over. */
export async function vapidKey(keys: Keys): Promise<VapidKey> {
  for (const attempt of ATTEMPTS) {
    const purpose: Purpose = `push signing ${attempt}`;
    const privateKey = Buffer.from(await keys(purpose));
    const curve = createECDH(CURVE);
    try {
      curve.setPrivateKey(privateKey);
    } catch {
      continue;
    }
    return { privateKey: privateKey.toString('base64url'), publicKey: curve.getPublicKey('base64url') };
  }
  throw new Error('No key derives from the root secret.');
}

/**
 * Returns a function that makes the header `Authorization` for a push service. A token is for one origin and is used
 * again while it is valid.
 * @param subject an address of who sends: `https:` or `mailto:`
 */
export function vapidAuthorization(
  { privateKey, publicKey }: VapidKey,
  subject: string,
): (endpoint: string, now: number) => string {
  const point = Buffer.from(publicKey, 'base64url');
  const x = point.subarray(1, 33).toString('base64url');
  const y = point.subarray(33).toString('base64url');
  const key = createPrivateKey({ key: { kty: 'EC', crv: 'P-256', d: privateKey, x, y }, format: 'jwk' });
  const tokens = new Map<string, { readonly token: string; readonly until: number }>();
  return (endpoint, now) => {
    const { origin } = new URL(endpoint);
    const known = tokens.get(origin);
    const until = now + TOKEN_LIFETIME_MS;
    const entry =
      known && known.until - TOKEN_MARGIN_MS > now ? known : { token: tokenOf({ aud: origin, until, subject }), until };
    tokens.set(origin, entry);
    return `vapid t=${entry.token}, k=${publicKey}`;
  };

  function tokenOf({ aud, until, subject: sub }: { aud: string; until: number; subject: string }): string {
    const parts = [
      { typ: 'JWT', alg: 'ES256' },
      { aud, exp: Math.floor(until / 1000), sub },
    ];
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  }
}
