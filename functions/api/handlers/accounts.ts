import { Refusal, type RefusalCode } from '#contract/refusal.ts';
import * as routes from '#contract/routes/accounts.ts';
import { openAccount, type Accounts, type Tokens } from '../../core/accounts.ts';
import { changePassword, resetPassword } from '../../core/passwords.ts';
import { SESSION_LIFE, endAllSessions, refresh, signOut, type SessionServices } from '../../core/sessions.ts';
import { endpoint } from '../router.ts';

/** The refresh token's cookie. Only `/api/auth` ever sees it, and no script. */
const COOKIE = 'refresh';
const COOKIE_ATTRIBUTES = 'Path=/api/auth; HttpOnly; Secure; SameSite=Strict';
/** As long as a refresh token lives, in seconds. */
const COOKIE_LIFE = SESSION_LIFE / 1000;
const FORGET = `${COOKIE}=; ${COOKIE_ATTRIBUTES}; Max-Age=0`;

export interface AccountServices extends SessionServices {
  readonly accounts: Accounts;
}

export const accountEndpoints = ({ accounts, sockets }: AccountServices) => [
  endpoint(routes.signUp, async ({ body }) => {
    await openAccount(accounts, body, sockets.clock.now());
    return { status: 202 };
  }),

  endpoint(routes.confirmSignUp, async ({ body }) => {
    await accounts.confirm(body.username, body.code);
    return { status: 204 };
  }),

  endpoint(routes.resendCode, async ({ body }) => {
    await ignoring(['wrong-code', 'too-many-requests'], accounts.resendCode(body.username));
    return { status: 202 };
  }),

  endpoint(routes.signIn, async ({ body }) => session(await accounts.signIn(body.username, body.password))),

  endpoint(routes.refresh, async ({ cookies }) => {
    const token = cookies[COOKIE];
    if (!token) throw new Refusal('no-session', 'Sign in first.');
    return session(await refresh({ accounts, sockets }, token));
  }),

  endpoint(routes.signOut, async ({ body, cookies }) => {
    const token = cookies[COOKIE];
    if (token)
      await ignoring(['no-session'], (body.everywhere ? signOutEverywhere : signOut)({ accounts, sockets }, token));
    return { status: 204, cookies: [FORGET] };
  }),

  endpoint(routes.forgotPassword, async ({ body }) => {
    await ignoring(['wrong-code', 'too-many-requests'], accounts.forgotPassword(body.username));
    return { status: 202 };
  }),

  endpoint(routes.resetPassword, async ({ body }) => {
    await resetPassword({ accounts, sockets }, body.username, body.code, body.password);
    return { status: 204 };
  }),

  endpoint(routes.changePassword, async ({ caller, body }) =>
    session(await changePassword({ accounts, sockets }, caller.username, body.password, body.newPassword)),
  ),
];

function session({ accessToken, refreshToken, expiresIn, username }: Tokens) {
  const cookies = refreshToken ? [`${COOKIE}=${refreshToken}; ${COOKIE_ATTRIBUTES}; Max-Age=${COOKIE_LIFE}`] : [];
  return { status: 200, body: { accessToken, expiresIn, username }, cookies } as const;
}

async function signOutEverywhere(services: SessionServices, token: string): Promise<void> {
  const { username } = await services.accounts.refresh(token);
  await endAllSessions(services, username);
}

/** For acts that answer alike whether or not there was something to act on. */
async function ignoring(codes: readonly RefusalCode[], act: Promise<void>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof Refusal && codes.includes(error.code))) throw error;
  }
}
