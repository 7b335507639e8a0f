/** Endpoints of accounts: signing up, in and out, and passwords. */

import { Refusal } from '#contract/refusal.ts';
import * as routes from '#contract/routes/accounts.ts';
import * as twoStep from '#contract/routes/two-step.ts';
import type { Tokens } from '../../core/account.ts';
import { DEVICE_LIFETIME_MS } from '../../core/known-device.ts';
import { mailLanguageOf } from '../../core/mail-language.ts';
import { type MailServices, countMailFrom, mailCodeAgain, mailNewAccount, mailPasswordCode } from '../../core/mails.ts';
import { changePassword } from '../../core/passwords.ts';
import type { Accounts, Clock, Connections, Counters, Users } from '../../core/ports.ts';
import { SESSION_LIFETIME_MS, endAllSessions, refresh, signOut, type SessionServices } from '../../core/sessions.ts';
import {
  type SignInServices,
  confirmSignUp,
  rememberDevice,
  resetPassword,
  signIn,
  signInOf,
} from '../../core/sign-in.ts';
import { UNCONFIRMED_LIFETIME_MS } from '../../core/sign-up.ts';
import { signInWithCode, startTwoStep, turnOffTwoStep, turnOnTwoStep } from '../../core/two-step.ts';
import { removeCookie, setCookie } from '../cookies.ts';
import { endpoint } from '../router.ts';

/** As long as a refresh token lives. */
const COOKIE_MAX_AGE_SECONDS = SESSION_LIFETIME_MS / 1000;

export interface AccountServices extends SessionServices, SignInServices, MailServices {
  readonly accounts: Accounts;
  readonly users: Pick<Users, 'get'>;
  readonly connections: Connections;
  readonly counters: Counters;
  readonly clock: Clock;
  /** Returns whose access token this is; undefined if it is not valid. */
  verify(accessToken: string): Promise<{ readonly username: string } | undefined>;
}

export const accountEndpoints = (services: AccountServices) => [
  endpoint(routes.signUp, async ({ body, acceptLanguage, sourceAddress, identify }) => {
    identify(body.username);
    await countMailFrom(services, sourceAddress);
    await mailNewAccount(services, body, mailLanguageOf(acceptLanguage));
    // Nobody else can use up the attempts at the code: until it is confirmed, the name is this device's.
    return { status: 202, cookies: [await remember(services, body.username, UNCONFIRMED_LIFETIME_MS)] };
  }),

  endpoint(routes.confirmSignUp, async ({ body, cookies, identify }) => {
    identify(body.username);
    await confirmSignUp(services, body.username, body.code, cookies.device);
    return { status: 204 };
  }),

  endpoint(routes.resendCode, async ({ body, acceptLanguage, sourceAddress, identify }) => {
    identify(body.username);
    await countMailFrom(services, sourceAddress);
    await mailCodeAgain(services, body.username, mailLanguageOf(acceptLanguage));
    return { status: 202 };
  }),

  endpoint(routes.signIn, async ({ body: { username: name, password, code }, cookies, identify }) => {
    identify(name);
    const counted = withSignIn(services, (...given) => signIn(services, ...given, cookies.device));
    const tokens = await signInWithCode(counted, name, password, code);
    identify(tokens.username);
    const { cookies: own, ...answer } = session(tokens);
    return { ...answer, cookies: [...own, await remember(services, tokens.username, DEVICE_LIFETIME_MS)] };
  }),

  endpoint(routes.refresh, async ({ cookies, identify }) => {
    const token = cookies.refreshToken;
    if (!token) throw new Refusal('no-session', 'Sign in first.');
    const tokens = await refresh(services, token);
    identify(tokens.username);
    return session(tokens);
  }),

  endpoint(routes.signOut, async ({ body, cookies, bearerToken, identify }) => {
    const token = cookies.refreshToken;
    if (body.everywhere) {
      // Not the person of the cookie: it may have ended, in the first attempt of this very request for one.
      const caller = bearerToken === undefined ? undefined : await services.verify(bearerToken);
      if (!caller) throw new Refusal('no-session', 'Sign in first.');
      identify(caller.username);
      await endAllSessions(services, caller.username);
    } else if (token) {
      await unlessEnded(signOut(services, token));
    }
    return { status: 204, cookies: [removeCookie('refreshToken')] };
  }),

  endpoint(routes.forgotPassword, async ({ body, acceptLanguage, sourceAddress, identify }) => {
    identify(body.username);
    await countMailFrom(services, sourceAddress);
    await mailPasswordCode(services, body.username, mailLanguageOf(acceptLanguage));
    return { status: 202 };
  }),

  endpoint(routes.resetPassword, async ({ body, cookies, identify }) => {
    const { username: name, code, password } = body;
    identify(name);
    const username = await resetPassword(services, { name, code, password }, cookies.device);
    identify(username);
    return { status: 204, cookies: [await remember(services, username, DEVICE_LIFETIME_MS)] };
  }),

  endpoint(routes.changePassword, async ({ caller, body }) => {
    const own = withSignIn(services, signInOf(services, caller.session));
    const tokens = await changePassword(own, caller.username, body);
    return tokens ? session(tokens) : { status: 204, cookies: [removeCookie('refreshToken')] };
  }),

  endpoint(twoStep.startTwoStep, async ({ caller, bearerToken = '' }) => {
    const secret = await startTwoStep(services, caller.username, bearerToken);
    return { status: 200, body: { secret } };
  }),

  endpoint(twoStep.turnOnTwoStep, async ({ caller, body, bearerToken = '' }) => {
    const own = withSignIn(services, signInOf(services, caller.session));
    await turnOnTwoStep(own, caller.username, { accessToken: bearerToken, ...body });
    return { status: 204, cookies: [removeCookie('refreshToken')] };
  }),

  endpoint(twoStep.turnOffTwoStep, async ({ caller, body }) => {
    const own = withSignIn(services, signInOf(services, caller.session));
    await turnOffTwoStep(own, caller.username, body.password, body.code);
    return { status: 204 };
  }),
];

/** Replaces how passwords are tried: by whom decides which attempts are counted. */
const withSignIn = (services: AccountServices, signInAs: Accounts['signIn']): AccountServices => ({
  ...services,
  accounts: { ...services.accounts, signIn: signInAs },
});

const remember = async (services: SignInServices, username: string, lifetimeMs: number): Promise<string> =>
  setCookie('device', await rememberDevice(services, username, lifetimeMs), lifetimeMs / 1000);

function session({ accessToken, refreshToken, expiresIn, username }: Tokens) {
  const cookies = refreshToken ? [setCookie('refreshToken', refreshToken, COOKIE_MAX_AGE_SECONDS)] : [];
  return { status: 200, body: { accessToken, expiresIn, username }, cookies } as const;
}

/** Ignores that the session has ended already. */
async function unlessEnded(action: Promise<void>): Promise<void> {
  try {
    await action;
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'no-session')) throw error;
  }
}
