/** Who is who: access tokens that say it in clear, and refresh tokens that are exchanged for others. */

import { Refusal } from '#contract/refusal.ts';
import type { Accounts, Tokens } from '#functions/core/accounts.ts';
import { Injected, type World } from './world.ts';

/** Milliseconds an access token lives. */
const LIFE = 10 * 60_000;
/** Milliseconds in which a refresh token that was exchanged still counts: the answer may have been lost. As the stack sets it. */
const GRACE = 60_000;
/** Tokens tell when they were issued in whole seconds. */
const SECOND = 1_000;
/** Milliseconds the user pool takes. */
const SLOWNESS = 100;

/** The longest a sign-out takes that succeeds, in milliseconds. */
const SIGN_OUT = 5_000;

export type UsedAccounts = Pick<Accounts, 'signIn' | 'refresh' | 'revoke' | 'signOutEverywhere'>;

export function createUserPool({ time, random, profile, strikes }: World) {
  /** Until when each refresh token may be exchanged. */
  const refreshable = new Map<string, number>();
  /** When the newest access token of each session was issued. */
  const issuedAt = new Map<string, number>();
  /** When the person of each session was told that it has ended; and of those whose sockets have to be closed by then. */
  const endedAt = new Map<string, number>();
  const closedAt = new Map<string, number>();
  /** Until when each person is signing out everywhere. */
  const leaving = new Map<string, number>();
  let sessions = 0;
  let tokens = 0;

  function issue(session: string): Tokens {
    const now = Math.round(time.now);
    const username = personOf(session);
    const refreshToken = `${session}/${++tokens}`;
    refreshable.set(refreshToken, Infinity);
    issuedAt.set(session, now);
    return { accessToken: `${session}/${now}/${now + LIFE}`, refreshToken, expiresIn: LIFE / 1000, username, session };
  }

  function end(isEnded: (refreshToken: string) => boolean): void {
    for (const refreshToken of [...refreshable.keys()]) if (isEnded(refreshToken)) refreshable.delete(refreshToken);
  }

  /** What the functions ask for takes its time, and may fail before or after it took effect. */
  async function call<T>(act: () => T): Promise<T> {
    const invocation = time.context;
    const fails = strikes('commandFails');
    await time.sleep(random.between(0, SLOWNESS));
    await invocation?.step();
    if (fails && random.chance(0.5)) throw new Injected('The user pool failed before it did anything');
    const answer = act();
    await invocation?.step();
    if (fails) throw new Injected('The user pool failed when it had done it');
    return answer;
  }

  /** Their person has been told that these sessions are over. */
  function over(ended: readonly string[]): void {
    for (const session of ended) {
      if (!endedAt.has(session)) endedAt.set(session, time.now);
      // One with a younger token may open sockets until that ends: a function whose clock is wrong may take it to be issued later.
      const isOld = (issuedAt.get(session) ?? 0) < time.now - profile.skew - SIGN_OUT;
      if (isOld && !closedAt.has(session)) closedAt.set(session, time.now);
    }
  }

  const accounts: UsedAccounts = {
    signIn: (username) => call(() => issue(`${username}-${++sessions}`)),
    refresh: (refreshToken) =>
      call(() => {
        const until = refreshable.get(refreshToken) ?? 0;
        if (time.now > until) throw new Refusal('no-session', 'Sign in again.');
        refreshable.set(refreshToken, Math.min(until, time.now + GRACE));
        return issue(sessionOf(refreshToken));
      }),
    revoke: (refreshToken) => call(() => end((other) => sessionOf(other) === sessionOf(refreshToken))),
    signOutEverywhere: (username) => call(() => end((other) => personOf(other) === username)),
  };

  return {
    accounts,

    /** @throws for a token that has ended */
    async verify(accessToken: string) {
      const [session = '', issued = 0, expiresAt = 0] = accessToken.split('/');
      if (!(Number(expiresAt) > time.now)) throw new Error('The token has ended.');
      return { username: personOf(session), session, issuedAt: Math.floor(Number(issued) / 1000) * 1000 };
    },

    /** Somebody asks for the end of their session, or of all; answers what is to be called when they were told that this is done, or have given up. */
    ending(refreshToken: string, everywhere: boolean): (done: boolean) => void {
      const session = sessionOf(refreshToken);
      const person = personOf(session);
      // A token that is past ends nothing.
      const isPast = (refreshable.get(refreshToken) ?? 0) < time.now;
      const ended =
        everywhere && !isPast ? [...issuedAt.keys()].filter((each) => personOf(each) === person) : [session];
      if (everywhere) leaving.set(person, Infinity);
      return (done) => {
        if (everywhere) leaving.set(person, time.now + profile.skew + SECOND);
        if (done) over(ended);
      };
    },

    /** Whether a person is about to end all their sessions: one that begins now may be taken for one of those. */
    isLeaving: (person: string): boolean => time.now < (leaving.get(person) ?? 0),

    endedAt: (session: string): number => endedAt.get(session) ?? Infinity,
    closedAt: (session: string): number => closedAt.get(session) ?? Infinity,
  };
}

export type UserPool = ReturnType<typeof createUserPool>;

/** The session of a refresh token. */
export const sessionOf = (refreshToken: string): string => refreshToken.split('/')[0] ?? '';

const personOf = (token: string): string => token.split('-')[0] ?? '';
