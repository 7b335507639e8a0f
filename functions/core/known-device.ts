/**
 * The cookie by which a device is known that an account was used on: an id, the time it expires, and a signature over
 * both and the user name. It grants nothing but attempts of its own.
 * https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 */

import { createHmac } from 'node:crypto';
import { isEqual } from './digest.ts';
import type { Keys } from './keys.ts';

/** How long a device stays known after its last sign-in. Browsers keep no cookie for longer than 400 days. */
export const DEVICE_LIFETIME_MS = 365 * 24 * 60 * 60_000;

const COOKIE = /^([\w-]{1,64})\.(\d{1,15})\.([\w-]{43})$/;

/**
 * Returns the cookie of a device.
 * @param id of the device, of letters, digits, `_` and `-`
 * @param expiresAt epoch milliseconds
 */
export async function deviceCookie(keys: Keys, username: string, id: string, expiresAt: number): Promise<string> {
  return `${id}.${expiresAt}.${await signature(keys, username, id, expiresAt)}`;
}

/** Returns the id of the device whose cookie this is; undefined for any other text, and for another person's cookie. */
export async function knownDevice(
  keys: Keys,
  username: string,
  cookie: string | undefined,
  now: number,
): Promise<string | undefined> {
  const [, id = '', expires = '', signed = ''] = COOKIE.exec(cookie ?? '') ?? [];
  // The signature is made in any case: how long this takes must not tell which names have devices.
  const isOwn = isEqual(signed, await signature(keys, username, id, Number(expires)));
  return isOwn && now < Number(expires) ? id : undefined;
}

async function signature(keys: Keys, username: string, id: string, expiresAt: number): Promise<string> {
  return createHmac('sha256', await keys('device cookies'))
    .update(`${username} ${id} ${expiresAt}`)
    .digest('base64url');
}
