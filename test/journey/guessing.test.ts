/** Nobody keeps anybody out by their name: strangers' guesses end before they reach the user pool. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCookieFetch } from '#client/cookie-fetch.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { PASSWORD, newName } from './people.ts';

const NEW = 'another horse battery';
let cloud: Cloud;

/** A device with cookies of its own. */
function device() {
  const kept = createCookieFetch();
  return async (path: string, body: object): Promise<{ status: number; code?: string; detail?: string }> => {
    const answer = await kept(`${cloud.apiUrl}/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return { ...(text && (JSON.parse(text) as object)), status: answer.status };
  };
}

const email = (username: string): string => `${username}@example.com`;
const codeFor = (username: string): string => cloud.mails().find(({ to }) => to === email(username))?.code ?? '';
const wrongCodeFor = (username: string): string => (codeFor(username) === '000000' ? '000001' : '000000');

/** Signs a person up and in. @returns their device */
async function member(username: string) {
  const call = device();
  await call('sign-up', { username, email: email(username), password: PASSWORD });
  await call('confirm', { username, code: codeFor(username) });
  expect(await call('sign-in', { username, password: PASSWORD })).toMatchObject({ status: 200 });
  return call;
}

/** Guesses at once, each time as a new device. @returns the statuses, sorted */
const guess = async (times: number, path: string, body: object): Promise<number[]> => {
  const answers = await Promise.all(Array.from({ length: times }, () => device()(path, body)));
  return answers.map(({ status }) => status).toSorted((one, other) => one - other);
};

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.close());

describe('a stranger who guesses passwords', () => {
  it('is refused after four, by name and address together, and the owner signs in on a device of theirs', async () => {
    const name = newName('ann');
    const own = await member(name);
    const wrong = { password: 'wrong horse battery' };

    const byName = await guess(3, 'sign-in', { username: name, ...wrong });
    const byAddress = await guess(4, 'sign-in', { username: email(name).toUpperCase(), ...wrong });

    expect([byName, byAddress]).toEqual([
      [401, 401, 401],
      [401, 401, 401, 401],
    ]);
    expect(await device()('sign-in', { username: name, password: PASSWORD })).toMatchObject({
      status: 401,
      code: 'wrong-credentials',
    });
    expect(await own('sign-in', { username: name, password: PASSWORD })).toMatchObject({ status: 200 });
  });

  it('cannot keep the owner from a new device: a password set by mail makes it known', async () => {
    const name = newName('cem');
    await member(name);
    await guess(5, 'sign-in', { username: name, password: 'wrong horse battery' });
    const phone = device();

    const refused = await phone('sign-in', { username: name, password: PASSWORD });
    await phone('forgot-password', { username: email(name) });
    const reset = await phone('reset-password', { username: email(name), code: codeFor(name), password: NEW });

    expect(refused).toMatchObject({ status: 401, detail: expect.stringContaining('set a new password') as unknown });
    expect(reset).toMatchObject({ status: 204 });
    expect(await phone('sign-in', { username: name, password: NEW })).toMatchObject({ status: 200 });
  });
});

describe('a stranger who guesses codes', () => {
  it('cannot keep a new person from confirming their address', async () => {
    const name = newName('dora');
    const own = device();
    await own('sign-up', { username: name, email: email(name), password: PASSWORD });

    const guesses = await guess(6, 'confirm', { username: name, code: wrongCodeFor(name) });

    expect(guesses).toEqual([400, 400, 400, 400, 400, 400]);
    expect(await own('confirm', { username: name, code: codeFor(name) })).toMatchObject({ status: 204 });
  });

  it('cannot keep a known device from setting a new password', async () => {
    const name = newName('edo');
    const own = await member(name);
    await own('forgot-password', { username: name });

    const body = { username: name, code: wrongCodeFor(name), password: NEW };
    const guesses = await guess(6, 'reset-password', body);

    expect(guesses).toEqual([400, 400, 400, 400, 400, 400]);
    expect(await own('reset-password', { ...body, code: codeFor(name) })).toMatchObject({ status: 204 });
  });
});
