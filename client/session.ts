/**
 * A person's session with the API: who is signed in, the access token while it lives, and a new one when it ends. The
 * refresh token is a cookie that no script sees.
 */

import type { Given, Received, Route } from '#contract/route.ts';
import {
  changePassword,
  confirmSignUp,
  refresh,
  resendCode,
  signIn,
  signOut,
  signUp,
} from '#contract/routes/accounts.ts';
import { deleteAccount } from '#contract/routes/me.ts';
import { type Environment, environmentOf } from './environment.ts';
import { request } from './http.ts';
import { ApiProblem, isRefusal, noSession } from './problem.ts';

/** A token with less time left is exchanged before it is used. */
const MIN_TOKEN_LIFE_MS = 60_000;

type BodyOf<R extends Route> = Given<R> extends { readonly body: infer B } ? B : never;

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Session {
  /** Who is signed in; undefined before signing in and after the session has ended. */
  readonly username: string | undefined;
  signUp(given: BodyOf<typeof signUp>): Promise<void>;
  confirmSignUp(given: BodyOf<typeof confirmSignUp>): Promise<void>;
  resendCode(given: BodyOf<typeof resendCode>): Promise<void>;
  signIn(given: BodyOf<typeof signIn>): Promise<void>;
  /** Resumes the session of the refresh cookie, at page load for one. Answers false when there is none. */
  refresh(): Promise<boolean>;
  signOut(given?: BodyOf<typeof signOut>): Promise<void>;
  /** Ends every session of this person; this one starts anew. */
  changePassword(given: BodyOf<typeof changePassword>): Promise<void>;
  /** Removes the account of the person signed in, and with it the session. */
  deleteAccount(given: BodyOf<typeof deleteAccount>): Promise<void>;
  /**
   * Calls a route, as the person signed in where the route wants one. An access token that is refused is exchanged once.
   * @throws {ApiProblem} when the server refuses
   * @throws {NetworkError} when no answer came: the call may or may not have been carried out
   */
  call<R extends Route>(route: R, given: Given<R>, options?: CallOptions): Promise<Received<R>>;
  /** A token that lives for another minute at least, if one can be had; another than the one that was refused somewhere. */
  accessToken(refused?: string): Promise<string>;
  /** Tells when somebody has signed in or the session has ended. Answers what ends that. */
  subscribe(listener: () => void): () => void;
}

export interface SessionOptions {
  /** Where the routes' paths begin, without a slash at the end. */
  readonly apiUrl: string;
  readonly environment?: Partial<Environment>;
}

interface Token {
  readonly username: string;
  readonly accessToken: string;
  /** In milliseconds since 1970, by this machine's clock: a wrong clock does no harm. */
  readonly expiresAt: number;
}

export function createSession({ apiUrl, environment: given }: SessionOptions): Session {
  const environment = environmentOf(given);
  const listeners = new Set<() => void>();
  let token: Token | undefined;
  let refreshing: Promise<boolean> | undefined;

  const send = <R extends Route>(route: R, parts: Given<R>, options: CallOptions = {}) =>
    request(environment, { apiUrl, route, given: parts, ...options });

  function become(next: Token | undefined): void {
    const told = token?.username !== next?.username;
    token = next;
    if (told) for (const listener of [...listeners]) listener();
  }

  const tokenOf = ({ username, accessToken, expiresIn }: Received<typeof signIn>): Token => ({
    username,
    accessToken,
    expiresAt: environment.now() + expiresIn * 1000,
  });

  function resume(): Promise<boolean> {
    refreshing ??= exchange().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  async function exchange(): Promise<boolean> {
    const before = token;
    let next: Token | undefined;
    try {
      next = tokenOf(await send(refresh, {}));
    } catch (thrown) {
      if (!(thrown instanceof ApiProblem && thrown.status === 401)) throw thrown;
    }
    // The cookie is the browser's: another person may have signed in in another tab, and what is shown here is not theirs.
    const anothers = before !== undefined && next?.username !== before.username;
    // Whoever signed in or out in the meantime has the last word.
    if (token === before) become(anothers ? undefined : next);
    return token !== undefined;
  }

  async function freshToken(refused?: string): Promise<string> {
    if (!token) throw noSession();
    const left = token.accessToken === refused ? 0 : token.expiresAt - environment.now();
    if (left < MIN_TOKEN_LIFE_MS) {
      try {
        await resume();
      } catch (thrown) {
        if (left <= 0) throw thrown;
      }
    }
    if (!token) throw noSession();
    return token.accessToken;
  }

  async function call<R extends Route>(route: R, parts: Given<R>, options: CallOptions = {}): Promise<Received<R>> {
    if (route.access === 'anyone') return send(route, parts, options);
    const attempt = (accessToken: string) =>
      send(route, parts, { ...options, headers: { ...options.headers, authorization: `Bearer ${accessToken}` } });
    const used = await freshToken();
    try {
      return await attempt(used);
    } catch (thrown) {
      // A wrong password is no wrong token: another token would not make it right.
      if (!(thrown instanceof ApiProblem && thrown.status === 401) || isRefusal(thrown, 'wrong-credentials'))
        throw thrown;
      if (token?.accessToken === used) await resume();
      if (!token) throw noSession();
      return attempt(token.accessToken);
    }
  }

  return {
    get username() {
      return token?.username;
    },
    signUp: (body) => send(signUp, { body }),
    confirmSignUp: (body) => send(confirmSignUp, { body }),
    resendCode: (body) => send(resendCode, { body }),
    async signIn(body) {
      become(tokenOf(await send(signIn, { body })));
    },
    refresh: resume,
    async signOut(body = {}) {
      await send(signOut, { body });
      become(undefined);
    },
    async changePassword(body) {
      become(tokenOf(await call(changePassword, { body })));
    },
    async deleteAccount(body) {
      await call(deleteAccount, { body });
      become(undefined);
    },
    call,
    accessToken: freshToken,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
