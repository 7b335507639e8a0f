/** How sessions end: nothing reaches an ended one, and nothing else is ended with it. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createCookieFetch } from '#client/cookie-fetch.ts';
import { type Session, createSession } from '#client/session.ts';
import { forgotPassword, resetPassword } from '#contract/routes/accounts.ts';
import { listConversations } from '#contract/routes/conversations.ts';
import { endSession, listSessions } from '#contract/routes/me.ts';
import { sendMessage } from '#contract/routes/messages.ts';
import { getMe, getUser } from '#contract/routes/users.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { createContractCheck } from './contract-check.ts';
import { PASSWORD, deviceOf, newName, signUp } from './people.ts';

const NEW_PASSWORD = 'quite another phrase';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const check = createContractCheck();
const opened: WebSocket[] = [];
let cloud: Cloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterEach(() => {
  for (const socket of opened.splice(0)) socket.terminate();
});
afterAll(() => cloud.close());

const newSession = (): Session =>
  createSession({ apiUrl: cloud.apiUrl, environment: { fetch: check.fetch(cloud.apiUrl, createCookieFetch()) } });
const codeFor = (username: string): string =>
  cloud.mails().find(({ to }) => to === `${username}@example.com`)?.code ?? '';

/** @returns the open socket, or the status with which the handshake was refused */
function handshake(token: string): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(cloud.webSocketUrl, ['message-center.v1', `bearer.${token}`], {
      headers: { 'User-Agent': FIREFOX },
    });
    opened.push(socket);
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on('error', reject);
  });
}

/** Signs somebody in, opens a socket, and notes its frames and its end. */
async function live(username: string, password = PASSWORD) {
  const session = newSession();
  await session.signIn({ username, password });
  const token = await session.accessToken();
  const socket = await handshake(token);
  if (typeof socket === 'number') throw new Error(`The socket was refused: ${socket}`);
  const frames: string[] = [];
  let tell = () => {};
  const told = new Promise<void>((resolve) => (tell = resolve));
  socket.on('message', (data: Buffer) => {
    frames.push(data.toString());
    tell();
  });
  return { session, token, frames, told, closed: new Promise<void>((resolve) => socket.on('close', () => resolve())) };
}
type Live = Awaited<ReturnType<typeof live>>;

async function newPerson(beginning: string): Promise<string> {
  const username = newName(beginning);
  await signUp(cloud, { fetch: check.fetch(cloud.apiUrl, createCookieFetch()) }, username);
  return username;
}

/** Returns Ann on two devices, and Ben, who writes to her. */
async function given() {
  const [ann, ben] = await Promise.all([newPerson('ann'), newPerson('ben')]);
  const [desk, phone, his] = await Promise.all([live(ann), live(ann), live(ben)]);
  const write = () => his.session.call(sendMessage, { body: { recipient: ann, body: 'are you there?' } });
  return { ann, ben, desk, phone, his, write };
}

type Act = (given: { readonly ann: string; readonly desk: Live; readonly phone: Live }) => Promise<unknown>;

const signOutHere: Act = ({ desk }) => desk.session.signOut();
const signOutEverywhere: Act = ({ desk }) => desk.session.signOut({ everywhere: true });
const change: Act = ({ desk }) => desk.session.changePassword({ password: PASSWORD, newPassword: NEW_PASSWORD });
const reset: Act = async ({ ann }) => {
  const stranger = newSession();
  await stranger.call(forgotPassword, { body: { username: `${ann}@example.com` } });
  await stranger.call(resetPassword, { body: { username: ann, code: codeFor(ann), password: NEW_PASSWORD } });
};
const endPhone: Act = async ({ desk }) => {
  const { items } = await desk.session.call(listSessions, {});
  const session = items.find(({ current }) => !current)?.session ?? '';
  await desk.session.call(endSession, { parameters: { session } });
};

describe('a person who was signed out', () => {
  it.each<[string, Act, ('desk' | 'phone')[], string]>([
    ['here', signOutHere, ['desk'], PASSWORD],
    ['everywhere', signOutEverywhere, ['desk', 'phone'], PASSWORD],
    ['by a change of the password', change, ['desk', 'phone'], NEW_PASSWORD],
    ['by a reset of the password', reset, ['desk', 'phone'], NEW_PASSWORD],
    ['from another device', endPhone, ['phone'], PASSWORD],
  ])(
    '%s gets no more frames and cannot open a socket with the old token, but can sign in again at once',
    async (_, act, over, password) => {
      const { ann, desk, phone, write, ...others } = await given();
      const devices = { desk, phone };
      const ended = over.map((name) => devices[name]);
      const alive = Object.values(devices).filter((device) => !ended.includes(device));

      await act({ ann, desk, phone, ...others });
      await Promise.all(ended.map(({ closed }) => closed));
      const again = await live(ann, password);
      const { id } = await write();
      await Promise.all([again, ...alive].map(({ told }) => told));

      expect(await Promise.all(ended.map(({ token }) => handshake(token)))).toEqual(ended.map(() => 401));
      expect(ended.flatMap(({ frames }) => frames)).toEqual([]);
      for (const { frames } of [again, ...alive])
        expect(frames).toEqual([JSON.stringify({ type: 'messages', ids: [id] })]);
    },
  );

  it.each<[string, Act]>([
    ['everywhere', signOutEverywhere],
    ['by a change of the password', change],
    ['by a reset of the password', reset],
    ['from another device', endPhone],
  ])('%s cannot refresh the session elsewhere', async (_, act) => {
    const { ann, desk, phone } = await given();

    await act({ ann, desk, phone });

    expect(await phone.session.refresh()).toBe(false);
  });

  it('learns of it by the socket, long before the access token expires', async () => {
    const ann = await newPerson('ann');
    const [desk, phone] = await Promise.all([live(ann), deviceOf(cloud, check, ann)]);
    const ended = new Promise<void>((resolve) => phone.session.subscribe(resolve));

    await desk.session.signOut({ everywhere: true });
    await ended;

    expect(phone.session.username).toBeUndefined();
    phone.mailbox.close();
  });
});

describe('a change of the password', () => {
  it('leaves the device that made it signed in', async () => {
    const { ann, desk } = await given();

    await change({ ann, desk, phone: desk });

    expect(await desk.session.call(getMe, {})).toMatchObject({ username: ann });
    expect(await desk.session.refresh()).toBe(true);
    await expect(newSession().signIn({ username: ann, password: PASSWORD })).rejects.toMatchObject({
      status: 401,
      code: 'wrong-credentials',
    });
  });

  it('with a wrong password changes nothing, and ends no session', async () => {
    const { desk, phone } = await given();

    const wrong = desk.session.changePassword({ password: 'not the password', newPassword: NEW_PASSWORD });

    await expect(wrong).rejects.toMatchObject({ status: 401, code: 'wrong-credentials' });
    expect(await phone.session.refresh()).toBe(true);
    expect(await desk.session.refresh()).toBe(true);
  });
});

describe('a code for a new password', () => {
  it('works once', async () => {
    const ann = await newPerson('ann');
    const session = newSession();
    await session.call(forgotPassword, { body: { username: ann } });
    const body = { username: ann, code: codeFor(ann), password: NEW_PASSWORD };
    await session.call(resetPassword, { body });

    const again = session.call(resetPassword, { body: { ...body, password: 'a third phrase altogether' } });

    await expect(again).rejects.toMatchObject({ status: 400, code: 'wrong-code' });
    await session.signIn({ username: ann, password: NEW_PASSWORD });
  });
});

describe('a known and an unknown person', () => {
  /** Returns status and body of an answer, without its request id. */
  async function answerTo(path: string, body: object) {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${cloud.apiUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return [response.status, (await response.text()).replace(/"requestId":"[^"]*"/, '')];
  }

  it.each([
    ['/auth/sign-in', { password: 'not the password' }, 401],
    ['/auth/resend-code', {}, 202],
    ['/auth/forgot-password', {}, 202],
    ['/auth/reset-password', { code: '123456', password: NEW_PASSWORD }, 400],
  ])('get the same answers from %s, however often they ask', async (path, more, status) => {
    const [known, unknown] = [await newPerson('ann'), newName('nobody')];
    const names =
      path === '/auth/resend-code'
        ? [known, unknown]
        : [known, unknown, `${known}@example.com`, `${unknown}@example.com`];

    const answers: unknown[] = [];
    for (let i = 0; i < 7; i++)
      answers.push(...(await Promise.all(names.map((username) => answerTo(path, { username, ...more })))));

    expect(answers[0]).toMatchObject([status, expect.any(String)]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveLength(1);
  });
});

describe('a person', () => {
  it('sees all their sessions, and the device of each', async () => {
    const { desk } = await given();

    const { items } = await desk.session.call(listSessions, {});

    expect(items.map(({ device }) => device)).toEqual(['Firefox on Linux', 'Firefox on Linux']);
    expect(items.filter(({ current }) => current)).toHaveLength(1);
  });

  it('has ten sockets at most: one more closes the oldest, and the others stay', async () => {
    const ann = await newPerson('ann');
    const first = await live(ann);
    const others: (WebSocket | number)[] = [];
    for (let i = 0; i < 10; i++) others.push(await handshake(first.token));

    await first.closed;

    expect(others.map((socket) => typeof socket === 'object' && socket.readyState)).toEqual(
      others.map(() => WebSocket.OPEN),
    );
  });
});

describe('a deleted account', () => {
  it('is gone with its sessions, its name stays taken, and the other person keeps the conversation', async () => {
    const { ann, desk, phone, his, write } = await given();
    await write();

    await desk.session.deleteAccount({ password: PASSWORD });
    await Promise.all([desk.closed, phone.closed]);

    expect(desk.session.username).toBeUndefined();
    expect(await phone.session.refresh()).toBe(false);
    expect(await Promise.all([desk, phone].map(({ token }) => handshake(token)))).toEqual([401, 401]);
    await expect(newSession().signIn({ username: ann, password: PASSWORD })).rejects.toMatchObject({
      status: 401,
      code: 'wrong-credentials',
    });
    await expect(
      newSession().signUp({ username: ann, email: 'x@example.com', password: PASSWORD }),
    ).rejects.toMatchObject({ code: 'name-taken' });
    await expect(his.session.call(getUser, { parameters: { username: ann } })).rejects.toMatchObject({ status: 404 });
    expect((await his.session.call(listConversations, { query: {} })).items).toMatchObject([{ peer: ann, lastSeq: 1 }]);
  });

  it('is kept if the password is wrong', async () => {
    const { ann, desk, his } = await given();

    await expect(desk.session.deleteAccount({ password: 'not the password' })).rejects.toMatchObject({
      status: 401,
      code: 'wrong-credentials',
    });

    expect(desk.session.username).toBe(ann);
    expect(await his.session.call(getUser, { parameters: { username: ann } })).toMatchObject({ online: true });
  });
});

it('all answers match the contract', () => {
  expect(check.violations).toEqual([]);
});
