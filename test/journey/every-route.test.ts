/**
 * Rules for every route of the contract: pages of other sites get nothing (ASVS 5.0, 3.4 and 3.5), nor do foreign
 * cursors.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '#contract/route.ts';
import { routes } from '#contract/routes.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { newAdministrator } from './callers.ts';
import { createContractCheck } from './contract-check.ts';
import { PASSWORD } from './people.ts';

const ORIGIN = 'https://evil.example';
const all: readonly Route[] = Object.values(routes).flat();
const lists = all.filter(({ query }) => Object.keys(shapeOf(query)).includes('cursor'));
let cloud: Cloud;
let username = '';
let token = '';
let cookie = '';

beforeAll(async () => {
  cloud = await startTestCloud();
  const administrator = await newAdministrator(cloud, createContractCheck());
  ({ username } = administrator);
  const body = JSON.stringify({ username, password: PASSWORD, code: administrator.nextCode() });
  const answer = await fetch(`${cloud.apiUrl}/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  token = ((await answer.json()) as { accessToken: string }).accessToken;
  cookie = answer.headers.get('set-cookie') ?? '';
});
afterAll(() => cloud.close());

function shapeOf(schema: Route['query']): object {
  return (schema?.def as { shape?: object } | undefined)?.shape ?? {};
}

/** Calls a route as a page of another site would, even with the person's token, which no other site has. */
const ask = (
  { method, path }: Route,
  headers: Record<string, string> = {},
  { body, query = '' }: { body?: string; query?: string } = {},
): Promise<Response> =>
  fetch(cloud.apiUrl + path.replaceAll(/\{\w+\}/g, 'x') + query, {
    method,
    headers: { origin: ORIGIN, authorization: `Bearer ${token}`, ...headers },
    ...(body !== undefined && { body }),
  });

const granted = (answer: Response): string[] =>
  [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));

describe('a page of another site', () => {
  it('may read no answer, and every preflight is refused', async () => {
    const answers = await Promise.all(all.map((route) => ask(route)));
    const before = await Promise.all(
      all.map(({ method, path }) =>
        fetch(cloud.apiUrl + path, {
          method: 'OPTIONS',
          headers: { origin: ORIGIN, 'access-control-request-method': method },
        }),
      ),
    );
    const page = await Promise.all(
      ['/', '/config.json'].map((path) => fetch(cloud.siteUrl + path, { headers: { origin: ORIGIN } })),
    );

    expect([...answers, ...before, ...page].flatMap(granted)).toEqual([]);
  });

  it.each(all.filter(({ body }) => body !== undefined))(
    'cannot call $operation with a form or plain text, which need no preflight',
    async (route) => {
      // Whose page it is does not matter: some routes refuse those of other sites before they look further.
      const origin = cloud.siteUrl;
      const types = [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'text/plain; application/json',
      ];

      const answers = await Promise.all(
        types.map((type) => ask(route, { 'content-type': type, origin }, { body: '{}' })),
      );

      expect(answers.map(({ status }) => status)).toEqual(types.map(() => 415));
    },
  );

  it('sends no cookie with its requests, reads none, and plants none from a neighbouring host', () => {
    expect(cookie).toMatch(
      /^__Host-refresh=[^;]{20,}; Path=\/; HttpOnly; Secure; SameSite=Strict; Max-Age=\d+(, __Host-device=|$)/,
    );
  });

  it.each(all.filter(({ takesCookies }) => takesCookies))('has no use of cookies at $operation', async (route) => {
    const [pair = ''] = cookie.split(';');
    const foreign = [{ origin: ORIGIN }, { 'sec-fetch-site': 'same-site' }, { origin: 'null' }];

    const answers = await Promise.all(foreign.map((headers) => ask(route, { cookie: pair, ...headers })));

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it('gets nothing with a cookie alone, except where a session is refreshed or ended', async () => {
    const [pair = ''] = cookie.split(';');
    const persons = all.filter(({ access }) => access !== 'anyone');

    const answers = await Promise.all(persons.map((route) => ask(route, { authorization: '', cookie: pair })));

    expect(answers.map(({ status }) => status)).toEqual(persons.map(() => 401));
  });
});

describe('an answer of the API', () => {
  it('is never cached or sniffed, and asks for https from then on', async () => {
    const answers = await Promise.all(all.map((route) => ask(route)));

    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});

describe('a cursor', () => {
  it.each(lists)('of another list or another person is refused by $operation', async (route) => {
    const foreign = [
      ['someone', route.operation, 'position'],
      [username, 'another list', 'position'],
      [username],
      'position',
      {},
    ];

    const answers = await Promise.all(
      foreign.map((parts) =>
        ask(route, {}, { query: `?cursor=${Buffer.from(JSON.stringify(parts)).toString('base64url')}` }),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual(foreign.map(() => 400));
  });
});
