/** A fetch that keeps cookies, for Node, which has no cookie jar: a session's refresh token is a cookie. */

import type { Environment } from './environment.ts';

interface Cookie {
  readonly value: string;
  /** Prefix of the paths that it is sent to. */
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Returns a fetch for one person and one site. It honours the cookie attributes Path and Max-Age only. */
export function createCookieFetch(): Environment['fetch'] {
  const cookies = new Map<string, Cookie>();

  function headerFor(url: string): Record<string, string> {
    const { pathname } = new URL(url);
    const sent = [...cookies].filter(([, { path, expiresAt }]) => pathname.startsWith(path) && expiresAt > Date.now());
    return sent.length > 0 ? { cookie: sent.map(([name, { value }]) => `${name}=${value}`).join('; ') } : {};
  }

  function remember(setCookie: string): void {
    const [pair = '', ...rest] = setCookie.split(';').map((part) => part.trim());
    const [name, value] = splitOnce(pair);
    const attributes = new Map(
      rest.map((attribute) => splitOnce(attribute)).map(([key, text]) => [key.toLowerCase(), text]),
    );
    const life = attributes.get('max-age');
    const expiresAt = life === undefined ? Infinity : Date.now() + Number(life) * 1000;
    cookies.set(name, { value, path: attributes.get('path') ?? '/', expiresAt });
  }

  return async (url, init) => {
    const response = await fetch(url, {
      ...init,
      headers: { ...Object.fromEntries(new Headers(init.headers)), ...headerFor(url) },
    });
    for (const setCookie of response.headers.getSetCookie()) remember(setCookie);
    return response;
  };
}

function splitOnce(text: string): [before: string, after: string] {
  const [before = '', ...after] = text.split('=');
  return [before, after.join('=')];
}
