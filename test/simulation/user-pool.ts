/** The user pool. Its access tokens name their person in plain text; its refresh tokens stay the same. */

import { Refusal } from '#contract/refusal.ts';
import type { Tokens } from '#functions/core/account.ts';
import type { Accounts } from '#functions/core/ports.ts';
import { InjectedFault, type World } from './world.ts';

/** How long an access token lives. */
const TOKEN_LIFE_MS = 10 * 60_000;
/** The time of issue in a token is in whole seconds. */
const SECOND_MS = 1_000;
/** How long a call of the user pool takes at most. */
const CALL_MS = 100;

/** The longest that a successful sign-out takes. */
const SIGN_OUT_MS = 5_000;

export type UsedAccounts = Pick<Accounts, 'signIn' | 'refresh' | 'revoke' | 'signOutEverywhere'>;

export function createUserPool({ time, random, profile, strikes }: World) {
  /** The refresh tokens that are valid. */
  const refreshable = new Set<string>();
  /** When the newest access token of each session was issued. */
  const issuedAt = new Map<string, number>();
  /** When the end of each session was acknowledged; and the same for sessions whose sockets must be closed by then. */
  const endedAt = new Map<string, number>();
  const closedAt = new Map<string, number>();
  /** When each person's sign-out everywhere is over. */
  const leaving = new Map<string, number>();
  let sessions = 0;

  function issue(session: string, refreshToken?: string): Tokens {
    const now = Math.round(time.now);
    const username = personOf(session);
    issuedAt.set(session, now);
    return {
      accessToken: `${session}/${now}/${now + TOKEN_LIFE_MS}`,
      refreshToken,
      expiresIn: TOKEN_LIFE_MS / 1000,
      username,
      session,
    };
  }

  function end(isEnded: (refreshToken: string) => boolean): void {
    for (const refreshToken of [...refreshable]) if (isEnded(refreshToken)) refreshable.delete(refreshToken);
  }

  /** A call of a function takes time, and may fail before or after it took effect. */
  async function call<T>(act: () => T): Promise<T> {
    const invocation = time.context;
    const fails = strikes('commandFails');
    await time.sleep(random.between(0, CALL_MS));
    await invocation?.step();
    if (fails && random.chance(0.5)) throw new InjectedFault('The user pool failed before the call took effect');
    const answer = act();
    await invocation?.step();
    if (fails) throw new InjectedFault('The user pool failed after the call had taken effect');
    return answer;
  }

  /** Notes that the end of these sessions has been acknowledged. */
  function over(ended: readonly string[]): void {
    for (const session of ended) {
      if (!endedAt.has(session)) endedAt.set(session, time.now);
      // A session with a younger token may open sockets until that expires: to a function with a wrong clock, the token
      // may seem to be issued after the sign-out.
      const isOld = (issuedAt.get(session) ?? 0) < time.now - profile.skewMs - SIGN_OUT_MS;
      if (isOld && !closedAt.has(session)) closedAt.set(session, time.now);
    }
  }

  const accounts: UsedAccounts = {
    signIn: (username) =>
      call(() => {
        const session = `${username}-${++sessions}`;
        const refreshToken = `${session}/refresh`;
        refreshable.add(refreshToken);
        return issue(session, refreshToken);
      }),
    refresh: (refreshToken) =>
      call(() => {
        if (!refreshable.has(refreshToken)) throw new Refusal('no-session', 'Sign in again.');
        return issue(sessionOf(refreshToken));
      }),
    revoke: (refreshToken) => call(() => end((other) => sessionOf(other) === sessionOf(refreshToken))),
    signOutEverywhere: (username) => call(() => end((other) => personOf(other) === username)),
  };

  return {
    accounts,

    /** @throws {Error} if the token has expired */
    async verify(accessToken: string) {
      const [session = '', issued = 0, expiresAt = 0] = accessToken.split('/');
      if (!(Number(expiresAt) > time.now)) throw new Error('The token has expired.');
      return { username: personOf(session), session, issuedAt: Math.floor(Number(issued) / 1000) * 1000 };
    },

    /**
     * Notes that somebody asks to end their session, or all of theirs.
     * @returns call it with true once that was acknowledged, or with false once they have given up
     */
    ending(refreshToken: string, everywhere: boolean): (done: boolean) => void {
      const session = sessionOf(refreshToken);
      const person = personOf(session);
      const ended = everywhere ? [...issuedAt.keys()].filter((each) => personOf(each) === person) : [session];
      if (everywhere) leaving.set(person, Infinity);
      return (done) => {
        if (everywhere) leaving.set(person, time.now + profile.skewMs + SECOND_MS);
        if (done) over(ended);
      };
    },

    /** True while a person ends all their sessions: one that begins now may be ended with them. */
    isLeaving: (person: string): boolean => time.now < (leaving.get(person) ?? 0),

    endedAt: (session: string): number => endedAt.get(session) ?? Infinity,
    closedAt: (session: string): number => closedAt.get(session) ?? Infinity,
  };
}

export type UserPool = ReturnType<typeof createUserPool>;

/** Returns the session of a refresh token. */
export const sessionOf = (refreshToken: string): string => refreshToken.split('/')[0] ?? '';

const personOf = (token: string): string => token.split('-')[0] ?? '';
