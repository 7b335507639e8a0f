/** Cookies in requests and answers. Every API request carries them; a handler gets those that its route declares. */

import { COOKIES, type Cookie } from '#contract/cookies.ts';
import { isOwnOrigin } from '#contract/origin.ts';
import { Refusal } from '#contract/refusal.ts';
import type { Route } from '#contract/route.ts';

export type Cookies = Readonly<Partial<Record<Cookie, string>>>;

const ATTRIBUTES = 'Path=/; HttpOnly; Secure; SameSite=Strict';

export const setCookie = (cookie: Cookie, value: string, maxAgeSeconds: number): string =>
  `${COOKIES[cookie]}=${value}; ${ATTRIBUTES}; Max-Age=${maxAgeSeconds}`;

export const removeCookie = (cookie: Cookie): string => setCookie(cookie, '', 0);

/**
 * Returns the values of the cookies that a route takes.
 * @param sent `name=value` each
 * @throws {Refusal} `invalid` where one was sent twice: no browser does, and one of the two would be somebody else's
 */
export function takenCookies({ takesCookies = [] }: Route, sent: readonly string[]): Cookies {
  const pairs = sent.map(pairOf);
  const taken = takesCookies.flatMap((cookie) => {
    const values = pairs.filter(([name]) => name === COOKIES[cookie]).map(([, value]) => value);
    if (values.length > 1) throw new Refusal('invalid', `Send the cookie ${COOKIES[cookie]} once.`);
    return values.map((value) => [cookie, value] as const);
  });
  return Object.fromEntries(taken);
}

/**
 * Checks that a request is not from the page of another origin. SameSite keeps cookies back from other sites alone, and
 * a neighbouring host or port is the same site. Native clients send neither header.
 * https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 * @throws {Refusal} `foreign-origin`
 */
export function requireOwnPage(headers: Readonly<Record<string, string | undefined>>, siteOrigin: string): void {
  const relation = headers['sec-fetch-site'];
  const isOwn = relation === undefined || relation === 'same-origin' || relation === 'none';
  if (!isOwn || !isOwnOrigin(headers, siteOrigin))
    throw new Refusal('foreign-origin', 'Only this site’s own page may send this from a browser.');
}

function pairOf(cookie: string): [name: string, value: string] {
  const [name = '', ...value] = cookie.split('=');
  return [name.trim(), value.join('=')];
}
