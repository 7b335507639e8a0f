/**
 * A person's session with the API: who is signed in, and an access token that is replaced before it expires. The
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
import { turnOnTwoStep } from '#contract/routes/two-step.ts';
import { type Environment, createEnvironment } from './environment.ts';
import { request } from './http.ts';
import { createListeners } from './listeners.ts';
import { ApiProblem, isRefusal, noSession } from './problem.ts';

/** A token with less time left is exchanged before it is used. */
const MIN_TOKEN_LIFE_MS = 60_000;

type BodyOf<R extends Route> = Given<R> extends { readonly body: infer B } ? B : never;

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Session {
  /** The person signed in; undefined before sign-in and after the session has ended. */
  readonly username: string | undefined;
  /** The version of the function that answered last; undefined until one has said it. */
  readonly serverVersion: number | undefined;
  signUp(given: BodyOf<typeof signUp>): Promise<void>;
  confirmSignUp(given: BodyOf<typeof confirmSignUp>): Promise<void>;
  resendCode(given: BodyOf<typeof resendCode>): Promise<void>;
  signIn(given: BodyOf<typeof signIn>): Promise<void>;
  /**
   * Resumes the session of the refresh cookie, as at page load.
   * @returns false if there is none
   */
  refresh(): Promise<boolean>;
  /**
   * Takes a person for signed in without asking, as where a page starts without a network. Nothing is proven by it: the
   * next call resumes the session of the cookie, or ends this one where that is of nobody, or of somebody else.
   */
  assume(username: string): void;
  /**
   * Ends this session, or all sessions of the person signed in.
   * @throws {ApiProblem} if all are to end and nobody is signed in: then none has ended
   */
  signOut(given?: BodyOf<typeof signOut>): Promise<void>;
  /** Ends every session of this person and starts a new one here, unless two-step sign-in is on. */
  changePassword(given: BodyOf<typeof changePassword>): Promise<void>;
  /** Turns two-step sign-in on. Ends every session of this person, this one too: the next sign-in takes a code. */
  turnOnTwoStep(given: BodyOf<typeof turnOnTwoStep>): Promise<void>;
  /** Deletes the account of the person signed in, and with it the session. */
  deleteAccount(given: BodyOf<typeof deleteAccount>): Promise<void>;
  /**
   * Calls a route; as the person signed in, where it is not open to anyone. A refused access token is exchanged once.
   * @throws {ApiProblem} when the server refuses
   * @throws {NetworkError} when no answer came: the call may or may not have been carried out
   */
  call<R extends Route>(route: R, given: Given<R>, options?: CallOptions): Promise<Received<R>>;
  /**
   * Returns an access token that lives for another minute at least, if there is one.
   * @param refused a token that was refused elsewhere, to get another one
   * @throws {ApiProblem} where nobody is signed in
   */
  accessToken(refused?: string): Promise<string>;
  /**
   * Calls `listener` when somebody has signed in, the session has ended, or `serverVersion` has changed.
   * @returns unsubscribe
   */
  subscribe(listener: () => void): () => void;
}

export interface SessionOptions {
  /** The address before the paths of the routes, without a slash at the end. */
  readonly apiUrl: string;
  readonly environment?: Partial<Environment>;
  /** Returns the language (BCP 47) that mails are to be in. Without it, the browser's own is sent. */
  readonly language?: () => string;
}

interface Token {
  readonly username: string;
  readonly accessToken: string;
  /** Milliseconds since 1970, by this machine's clock, which may be wrong: only differences count. */
  readonly expiresAt: number;
}

/** A wrong password or a missing code is not a wrong token: another token would not make it right. */
const isAboutProof = (thrown: ApiProblem): boolean =>
  isRefusal(thrown, 'wrong-credentials') || isRefusal(thrown, 'code-needed');

export function createSession({ apiUrl, environment: given, language }: SessionOptions): Session {
  const environment = createEnvironment(given);
  const { subscribe, notify } = createListeners();
  let token: Token | undefined;
  let refreshing: Promise<boolean> | undefined;
  let serverVersion: number | undefined;

  const send = <R extends Route>(route: R, parts: Given<R>, { headers, ...options }: CallOptions = {}) =>
    request(environment, {
      apiUrl,
      route,
      given: parts,
      onVersion,
      ...options,
      headers: { ...(language && { 'accept-language': language() }), ...headers },
    });

  function onVersion(version: number): void {
    if (version === serverVersion) return;
    serverVersion = version;
    notify();
  }

  function become(next: Token | undefined): void {
    const isOther = token?.username !== next?.username;
    token = next;
    if (isOther) notify();
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
    // Tabs share the cookie: another person may have signed in in another tab. This tab must not become theirs.
    const isAnother = before !== undefined && next?.username !== before.username;
    // A sign-in or sign-out in the meantime wins.
    if (token === before) become(isAnother ? undefined : next);
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
    return route.access === 'anyone' ? send(route, parts, options) : callAsPerson(route, parts, options);
  }

  async function callAsPerson<R extends Route>(
    route: R,
    parts: Given<R>,
    options: CallOptions = {},
  ): Promise<Received<R>> {
    const attempt = (accessToken: string) =>
      send(route, parts, { ...options, headers: { ...options.headers, authorization: `Bearer ${accessToken}` } });
    const used = await freshToken();
    try {
      return await attempt(used);
    } catch (thrown) {
      if (!(thrown instanceof ApiProblem && thrown.status === 401) || isAboutProof(thrown)) throw thrown;
      if (token?.accessToken === used) await resume();
      if (!token) throw noSession();
      return attempt(token.accessToken);
    }
  }

  return {
    get username() {
      return token?.username;
    },
    get serverVersion() {
      return serverVersion;
    },
    signUp: (body) => send(signUp, { body }),
    confirmSignUp: (body) => send(confirmSignUp, { body }),
    resendCode: (body) => send(resendCode, { body }),
    async signIn(body) {
      become(tokenOf(await send(signIn, { body })));
    },
    refresh: resume,
    assume: (username) => become({ username, accessToken: '', expiresAt: 0 }),
    async signOut(body = {}) {
      await (body.everywhere ? callAsPerson : send)(signOut, { body });
      become(undefined);
    },
    async changePassword(body) {
      const started = await call(changePassword, { body });
      become(started && tokenOf(started));
    },
    async turnOnTwoStep(body) {
      await call(turnOnTwoStep, { body });
      become(undefined);
    },
    async deleteAccount(body) {
      await call(deleteAccount, { body });
      become(undefined);
    },
    call,
    accessToken: freshToken,
    subscribe,
  };
}
