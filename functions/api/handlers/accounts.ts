/** Endpoints of accounts: signing up, in and out, and passwords. */

import { Refusal, type RefusalCode } from '#contract/refusal.ts';
import * as routes from '#contract/routes/accounts.ts';
import type { Tokens } from '../../core/account.ts';
import { changePassword, resetPassword } from '../../core/passwords.ts';
import type { Accounts } from '../../core/ports.ts';
import { SESSION_LIFETIME_MS, endAllSessions, refresh, signOut, type SessionServices } from '../../core/sessions.ts';
import { signUp } from '../../core/sign-up.ts';
import { removeCookie, setCookie } from '../cookies.ts';
import { endpoint } from '../router.ts';

/** As long as a refresh token lives. */
const COOKIE_MAX_AGE_SECONDS = SESSION_LIFETIME_MS / 1000;

export interface AccountServices extends SessionServices {
  readonly accounts: Accounts;
  /** Returns whose access token this is; undefined if it is not valid. */
  verify(accessToken: string): Promise<{ readonly username: string } | undefined>;
}

export const accountEndpoints = (services: AccountServices) => [
  endpoint(routes.signUp, async ({ body }) => {
    await signUp(services, body);
    return { status: 202 };
  }),

  endpoint(routes.confirmSignUp, async ({ body }) => {
    await services.accounts.confirm(body.username, body.code);
    return { status: 204 };
  }),

  endpoint(routes.resendCode, async ({ body }) => {
    await ignoring(['wrong-code', 'too-many-requests'], services.accounts.resendCode(body.username));
    return { status: 202 };
  }),

  endpoint(routes.signIn, async ({ body }) => session(await services.accounts.signIn(body.username, body.password))),

  endpoint(routes.refresh, async ({ cookies }) => {
    const token = cookies.refreshToken;
    if (!token) throw new Refusal('no-session', 'Sign in first.');
    return session(await refresh(services, token));
  }),

  endpoint(routes.signOut, async ({ body, cookies, bearerToken }) => {
    const token = cookies.refreshToken;
    if (body.everywhere) {
      // Not the person of the cookie: it may have ended, in the first attempt of this very request for one.
      const caller = bearerToken === undefined ? undefined : await services.verify(bearerToken);
      if (!caller) throw new Refusal('no-session', 'Sign in first.');
      await endAllSessions(services, caller.username);
    } else if (token) {
      await ignoring(['no-session'], signOut(services, token));
    }
    return { status: 204, cookies: [removeCookie('refreshToken')] };
  }),

  endpoint(routes.forgotPassword, async ({ body }) => {
    await ignoring(['wrong-code', 'too-many-requests'], services.accounts.forgotPassword(body.username));
    return { status: 202 };
  }),

  endpoint(routes.resetPassword, async ({ body }) => {
    await resetPassword(services, body.username, body.code, body.password);
    return { status: 204 };
  }),

  endpoint(routes.changePassword, async ({ caller, body }) =>
    session(await changePassword(services, caller.username, body.password, body.newPassword)),
  ),
];

function session({ accessToken, refreshToken, expiresIn, username }: Tokens) {
  const cookies = refreshToken ? [setCookie('refreshToken', refreshToken, COOKIE_MAX_AGE_SECONDS)] : [];
  return { status: 200, body: { accessToken, expiresIn, username }, cookies } as const;
}

/** Ignores refusals that would reveal whether there was anything to act on. */
async function ignoring(codes: readonly RefusalCode[], action: Promise<void>): Promise<void> {
  try {
    await action;
  } catch (error) {
    if (!(error instanceof Refusal && codes.includes(error.code))) throw error;
  }
}
