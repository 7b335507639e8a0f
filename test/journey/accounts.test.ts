/** Accounts, from sign-up to sign-out, over the whole local cloud. */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCookieFetch } from '#client/cookie-fetch.ts';
import { type Session, createSession } from '#client/session.ts';
import { getOpenApi } from '#contract/routes/openapi.ts';
import { getMe, listUsers, updateMe } from '#contract/routes/users.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { createContractCheck } from './contract-check.ts';
import { PASSWORD, newName, signUp } from './people.ts';

const check = createContractCheck();
let cloud: Cloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.close());

const browser = () => check.fetch(cloud.apiUrl, createCookieFetch());
const newSession = (fetch = browser()): Session => createSession({ apiUrl: cloud.apiUrl, environment: { fetch } });

async function newPerson(beginning?: string): Promise<string> {
  const username = newName(beginning);
  await signUp(cloud, { fetch: browser() }, username);
  return username;
}

describe('an account', () => {
  it('is confirmed with the mailed code, and its owner can sign in', async () => {
    const username = newName();
    const email = `${username}@example.com`;
    const session = newSession();

    await session.signUp({ username, email, password: PASSWORD });
    const early = session.signIn({ username, password: PASSWORD });
    await expect(early).rejects.toMatchObject({ status: 403, code: 'unconfirmed' });
    const code = cloud.mails().find(({ to }) => to === email)?.code ?? '';
    const wrong = session.confirmSignUp({ username, code: code === '000000' ? '000001' : '000000' });
    await expect(wrong).rejects.toMatchObject({ status: 400, code: 'wrong-code' });
    await session.resendCode({ username });
    await session.confirmSignUp({ username, code: cloud.mails().find(({ to }) => to === email)?.code ?? '' });
    await session.signIn({ username: email, password: PASSWORD });

    expect(session.username).toBe(username);
    expect(await session.call(getMe, {})).toMatchObject({ username, email });
  });

  it('is never created twice', async () => {
    const username = await newPerson();
    const session = newSession();

    const again = session.signUp({ username, email: `other-${username}@example.com`, password: PASSWORD });

    await expect(again).rejects.toMatchObject({ status: 409, code: 'name-taken' });
  });

  it('keeps its session past the end of the access token, until sign-out', async () => {
    const username = await newPerson();
    const fetch = browser();
    const session = newSession(fetch);
    await session.signIn({ username, password: PASSWORD });
    const first = await session.accessToken();

    await session.refresh();
    const reloaded = newSession(fetch);
    const resumed = await reloaded.refresh();
    await reloaded.signOut();
    const after = await reloaded.refresh();

    expect(await session.accessToken()).not.toBe(first);
    expect(resumed).toBe(true);
    expect(after).toBe(false);
  });

  it('is signed out everywhere by its access token alone, also once its cookie has ended', async () => {
    const username = await newPerson();
    const [desk, phone] = [newSession(), newSession()];
    for (const session of [desk, phone]) await session.signIn({ username, password: PASSWORD });
    const authorization = `Bearer ${await desk.accessToken()}`;
    const everywhere = async (headers: Record<string, string> = {}): Promise<number> => {
      const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } };
      return (await fetch(`${cloud.apiUrl}/auth/sign-out`, { ...init, body: '{"everywhere":true}' })).status;
    };

    const without = await everywhere();
    const before = await phone.refresh();
    const answers = [await everywhere({ authorization }), await everywhere({ authorization })];

    expect([without, ...answers]).toEqual([401, 204, 204]);
    expect([before, await phone.refresh(), await desk.refresh()]).toEqual([true, false, false]);
  });

  it('outlives a refresh whose answer was lost, which sets no cookie, and tabs that refresh at once', async () => {
    const username = await newPerson();
    const fetch = browser();
    const session = newSession(fetch);
    let cookie = '';
    await newSession(async (url, init) => {
      const response = await fetch(url, init);
      [cookie = ''] = response.headers.getSetCookie()[0]?.split(';') ?? [];
      return response;
    }).signIn({ username, password: PASSWORD });

    // The answer of this refresh, cookies included, never reaches the browser: its lid is closed.
    const lost = await globalThis.fetch(`${cloud.apiUrl}/auth/refresh`, { method: 'POST', headers: { cookie } });
    const later = await session.refresh();
    const tabs = await Promise.all([newSession(fetch).refresh(), newSession(fetch).refresh()]);

    expect([lost.status, lost.headers.getSetCookie()]).toEqual([200, []]);
    expect([later, ...tabs]).toEqual([true, true, true]);
  });

  it('learns that its session was ended elsewhere when its access token expires', async () => {
    const username = await newPerson();
    const fetch = browser();
    const [page, otherTab] = [1, 2].map(() => newSession(fetch));
    await page?.signIn({ username, password: PASSWORD });
    await otherTab?.refresh();
    await otherTab?.signOut();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });

    const call = page?.call(getMe, {});

    await expect(call).rejects.toMatchObject({ status: 401, code: 'no-session' });
    expect(page?.username).toBeUndefined();
    vi.useRealTimers();
  });
});

describe('people', () => {
  it('are listed in order, in pages, without me, and found by their names', async () => {
    const beginning = newName('z').slice(0, 8);
    const names = await Promise.all([0, 1, 2, 3, 4].map((i) => newPerson(`${beginning}${i}`)));
    const me = names[2] ?? '';
    const session = newSession();
    await session.signIn({ username: me, password: PASSWORD });

    const pages: string[][] = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await session.call(listUsers, {
        query: { prefix: beginning, limit: 2, ...(cursor !== undefined && { cursor }) },
      });
      pages.push(page.items.map(({ username }) => username));
      cursor = page.next;
    }
    await session.call(updateMe, { body: { displayName: 'Zoë Düränd' } });
    const other = newSession();
    await other.signIn({ username: names[0] ?? '', password: PASSWORD });
    const found = await other.call(listUsers, { query: { prefix: 'zoe DURA' } });
    const everyone = await session.call(listUsers, { query: { limit: 100 } });

    expect(pages.flat()).toEqual(names.filter((name) => name !== me));
    expect(pages.map((page) => page.length)).toEqual([2, 2]);
    expect(found.items).toMatchObject([{ username: me, displayName: 'Zoë Düränd' }]);
    expect(everyone.items.map(({ username }) => username)).toEqual(expect.arrayContaining(pages.flat()));
  });
});

describe('the API', () => {
  it('describes itself to anyone', async () => {
    const session = newSession();

    const description = await session.call(getOpenApi, {});

    expect(description).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) as string });
  });
});

it('all answers match the contract', () => {
  expect(check.violations).toEqual([]);
});
