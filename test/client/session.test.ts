/** A session: its access token, how it ends, and the failures of calls. */

import { beforeEach, describe, expect, it } from 'vitest';
import { createSession } from '#client/session.ts';
import { markRead } from '#contract/routes/conversations.ts';
import { getMe } from '#contract/routes/users.ts';
import { virtualTime } from './virtual-time.ts';

type Answer = () => Response | Promise<Response>;

const me = {
  username: 'alice',
  displayName: 'Alice',
  createdAt: '2026-01-01T00:00:00.000Z',
  email: 'alice@example.com',
};
const tokens =
  (accessToken: string, username = 'alice') =>
  () =>
    Response.json({ accessToken, expiresIn: 600, username });
const unauthorized = () => Response.json({ message: 'Unauthorized' }, { status: 401 });
const problem = (status: number, code: string) =>
  Response.json(
    { type: 'about:blank', title: 'Refused', status, detail: 'Do otherwise.', code, requestId: '1' },
    { status },
  );

function given() {
  const time = virtualTime();
  const answers = new Map<string, Answer[]>();
  const calls: string[] = [];
  const environment = {
    ...time,
    async fetch(url: string, { headers }: RequestInit): Promise<Response> {
      calls.push(`${url} ${new Headers(headers).get('authorization') ?? ''}`.trim());
      const [answer, ...rest] = answers.get(url) ?? [];
      if (!answer) throw new TypeError(`Nobody answers ${url}.`);
      if (rest.length > 0) answers.set(url, rest);
      return answer();
    },
  };
  const session = createSession({ apiUrl: '', environment });
  return { time, answers, calls, session };
}

describe('a session', () => {
  let world: ReturnType<typeof given>;
  beforeEach(async () => {
    world = given();
    world.answers.set('/auth/sign-in', [tokens('first')]).set('/me', [() => Response.json(me)]);
    await world.session.signIn({ username: 'alice', password: 'correct horse battery' });
    world.calls.length = 0;
  });

  it('calls with its access token', async () => {
    const { session, calls } = world;

    const answer = await session.call(getMe, {});

    expect(answer).toEqual(me);
    expect(calls).toEqual(['/me Bearer first']);
  });

  it('exchanges a refused token once for all calls under way, and repeats them', async () => {
    const { session, answers, calls } = world;
    answers
      .set('/me', [unauthorized, unauthorized, unauthorized, () => Response.json(me)])
      .set('/auth/refresh', [tokens('second')]);

    const names = await Promise.all([1, 2, 3].map(async () => (await session.call(getMe, {})).username));

    expect(names).toEqual(['alice', 'alice', 'alice']);
    expect(calls.filter((call) => call === '/auth/refresh')).toHaveLength(1);
    expect(calls.filter((call) => call === '/me Bearer second')).toHaveLength(3);
  });

  it('does not exchange a token again when the new one is refused', async () => {
    const { session, answers, calls } = world;
    answers.set('/me', [unauthorized]).set('/auth/refresh', [tokens('second')]);

    await expect(session.call(getMe, {})).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
    expect(calls).toEqual(['/me Bearer first', '/auth/refresh', '/me Bearer second']);
  });

  it('ends, and says so, when there is no new token', async () => {
    const { session, answers } = world;
    const told: (string | undefined)[] = [];
    session.subscribe(() => told.push(session.username));
    answers.set('/me', [unauthorized]).set('/auth/refresh', [() => problem(401, 'no-session')]);

    await expect(session.call(getMe, {})).rejects.toMatchObject({ status: 401, code: 'no-session' });
    expect(told).toEqual([undefined]);
  });

  it('ends, rather than become another person, when that person signs in in the same browser', async () => {
    const { session, answers, calls } = world;
    const told: (string | undefined)[] = [];
    session.subscribe(() => told.push(session.username));
    answers.set('/me', [unauthorized]).set('/auth/refresh', [tokens('second', 'bob')]);

    await expect(session.call(getMe, {})).rejects.toMatchObject({ status: 401, code: 'no-session' });
    expect(told).toEqual([undefined]);
    expect(calls).toEqual(['/me Bearer first', '/auth/refresh']);
  });

  it('does not exchange the token where a password is wrong', async () => {
    const { session, answers, calls } = world;
    answers.set('/auth/change-password', [() => problem(401, 'wrong-credentials')]);

    const change = session.changePassword({ password: 'wrong horse battery', newPassword: 'another horse battery' });

    await expect(change).rejects.toMatchObject({ status: 401, code: 'wrong-credentials' });
    expect(calls).toEqual(['/auth/change-password Bearer first']);
    expect(session.username).toBe('alice');
  });

  it('ends where two-step sign-in is turned on: the next sign-in takes a code', async () => {
    const { session, answers } = world;
    answers.set('/auth/two-step', [() => new Response(null, { status: 204 })]);

    await session.turnOnTwoStep({ password: 'correct horse battery', code: '123456' });

    expect(session.username).toBeUndefined();
  });

  it('continues with the token that comes with a new password', async () => {
    const { session, answers, calls } = world;
    answers.set('/auth/change-password', [tokens('second')]);

    await session.changePassword({ password: 'correct horse battery', newPassword: 'another horse battery' });
    await session.call(getMe, {});

    expect(calls).toEqual(['/auth/change-password Bearer first', '/me Bearer second']);
  });

  it('ends with the account', async () => {
    const { session, answers } = world;
    const told: (string | undefined)[] = [];
    session.subscribe(() => told.push(session.username));
    answers.set('/me', [() => new Response(null, { status: 204 })]);

    await session.deleteAccount({ password: 'correct horse battery' });

    expect(told).toEqual([undefined]);
  });

  it('does not end because the network fails', async () => {
    const { session, answers } = world;
    answers.set('/me', [unauthorized]);

    await expect(session.call(getMe, {})).rejects.toMatchObject({ name: 'NetworkError' });
    expect(session.username).toBe('alice');
  });

  it('returns tokens that live for another minute', async () => {
    const { session, answers, time } = world;
    answers.set('/auth/refresh', [tokens('second')]);

    const early = await session.accessToken();
    await time.advance(541_000);
    const late = await session.accessToken();

    expect([early, late]).toEqual(['first', 'second']);
  });

  it('returns another token than the refused one, or finds that the session has ended', async () => {
    const { session, answers } = world;
    answers.set('/auth/refresh', [tokens('second'), () => problem(401, 'no-session')]);

    const another = await session.accessToken('first');
    const same = await session.accessToken('first');
    const ended = session.accessToken('second');

    expect([another, same]).toEqual(['second', 'second']);
    await expect(ended).rejects.toMatchObject({ status: 401, code: 'no-session' });
    expect(session.username).toBeUndefined();
  });

  it('uses its token until it expires when there is no other', async () => {
    const { session, time } = world;
    await time.advance(599_000);

    expect(await session.accessToken()).toBe('first');
    await time.advance(2_000);
    await expect(session.accessToken()).rejects.toMatchObject({ name: 'NetworkError' });
  });

  it('signs out here without a token, and everywhere with one, which is exchanged where it is refused', async () => {
    const { session, answers, calls } = world;
    answers
      .set('/auth/sign-out', [() => problem(401, 'no-session'), () => new Response(null, { status: 204 })])
      .set('/auth/refresh', [tokens('second')]);

    await session.signOut({ everywhere: true });
    const everywhere = calls.splice(0);
    await session.signOut();

    expect(everywhere).toEqual(['/auth/sign-out Bearer first', '/auth/refresh', '/auth/sign-out Bearer second']);
    expect(calls).toEqual(['/auth/sign-out']);
    expect(session.username).toBeUndefined();
  });

  it('says that nothing ended where it is over and cannot sign out everywhere', async () => {
    const { session, answers } = world;
    answers
      .set('/auth/sign-out', [() => problem(401, 'no-session')])
      .set('/auth/refresh', [() => problem(401, 'no-session')]);

    await expect(session.signOut({ everywhere: true })).rejects.toMatchObject({ status: 401, code: 'no-session' });
    await expect(session.signOut({ everywhere: true })).rejects.toMatchObject({ status: 401, code: 'no-session' });
  });

  it('stays ended when it ends during an exchange of tokens', async () => {
    const { session, answers } = world;
    let release: (answer: Response) => void = () => {};
    answers
      .set('/auth/refresh', [() => new Promise((resolve) => (release = resolve))])
      .set('/auth/sign-out', [() => new Response(null, { status: 204 })]);

    const refreshing = session.refresh();
    await session.signOut();
    release(tokens('second')());

    expect(await refreshing).toBe(false);
    expect(session.username).toBeUndefined();
  });

  it('resumes from the refresh cookie, or says that there is nothing to resume', async () => {
    const { session, answers } = given();
    answers.set('/auth/refresh', [() => problem(401, 'no-session'), tokens('first')]);

    expect(await session.refresh()).toBe(false);
    expect(await session.refresh()).toBe(true);
    expect(session.username).toBe('alice');
  });

  it('throws problems as the server states them', async () => {
    const { session, answers } = world;
    answers.set('/me', [() => problem(409, 'behind')]);

    await expect(session.call(getMe, {})).rejects.toMatchObject({
      status: 409,
      code: 'behind',
      title: 'Refused',
      detail: 'Do otherwise.',
      requestId: '1',
    });
  });

  it('understands when it may try again', async () => {
    const { session, answers } = world;
    answers.set('/me', [
      () => Response.json({ message: 'Too Many Requests' }, { status: 429, headers: { 'retry-after': '3' } }),
    ]);

    await expect(session.call(getMe, {})).rejects.toMatchObject({
      status: 429,
      code: 'too-many-requests',
      retryAfter: 3,
    });
  });

  it.each<[what: string, answer: Answer]>([
    ['page', () => new Response('<h1>Welcome to the hotel</h1>')],
    ['JSON', () => Response.json({ welcome: 'to the hotel' })],
    ['empty page', () => new Response('', { status: 203 })],
  ])('takes the %s of a strange network for no answer', async (_, answer) => {
    const { session, answers } = world;
    answers.set('/me', [answer]).set('/conversations/bob/read', [answer]);

    await expect(session.call(getMe, {})).rejects.toMatchObject({ name: 'NetworkError' });
    await expect(session.call(markRead, { parameters: { peer: 'bob' }, body: { seq: 1 } })).rejects.toMatchObject({
      name: 'NetworkError',
    });
  });

  it('waits for an answer as long as the functions may take, and no longer', async () => {
    const { session, answers, time } = world;
    answers.set('/me', [() => new Promise<never>(() => {})]);

    const outcome = session.call(getMe, {}).catch((error: unknown) => error);
    await time.advance(20_000);

    expect(await outcome).toMatchObject({ name: 'NetworkError' });
    expect(time.pending()).toBe(0);
  });
});
