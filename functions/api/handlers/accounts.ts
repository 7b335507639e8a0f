import { openAccount, type Accounts, type Tokens } from '../../core/accounts.ts';
import { Refusal, type RefusalCode } from '../../core/refusal.ts';
import { endpoint } from '../router.ts';
import { confirmSignUp, refresh, resendCode, signIn, signOut, signUp } from '../routes/accounts.ts';

/** The refresh token's cookie. Only `/api/auth` ever sees it, and no script. */
const COOKIE = 'refresh';
const COOKIE_ATTRIBUTES = 'Path=/api/auth; HttpOnly; Secure; SameSite=Strict';
/** As long as a refresh token lives, in seconds. */
const COOKIE_LIFE = 30 * 24 * 60 * 60;
const FORGET = `${COOKIE}=; ${COOKIE_ATTRIBUTES}; Max-Age=0`;

export const accountEndpoints = (accounts: Accounts, now: () => number) => [
  endpoint(signUp, async ({ body }) => {
    await openAccount(accounts, body, now());
    return { status: 202 };
  }),

  endpoint(confirmSignUp, async ({ body }) => {
    await accounts.confirm(body.username, body.code);
    return { status: 204 };
  }),

  endpoint(resendCode, async ({ body }) => {
    await ignoring(['wrong-code', 'too-many-requests'], accounts.resendCode(body.username));
    return { status: 202 };
  }),

  endpoint(signIn, async ({ body }) => session(await accounts.signIn(body.username, body.password))),

  endpoint(refresh, async ({ cookies }) => {
    const token = cookies[COOKIE];
    if (!token) throw new Refusal('no-session', 'Sign in first.');
    return session(await accounts.refresh(token));
  }),

  endpoint(signOut, async ({ body, cookies }) => {
    const token = cookies[COOKIE];
    if (token) await ignoring(['no-session'], endSession(accounts, token, body.everywhere ?? false));
    return { status: 204, cookies: [FORGET] };
  }),
];

function session({ accessToken, refreshToken, expiresIn, username }: Tokens) {
  const cookies = refreshToken ? [`${COOKIE}=${refreshToken}; ${COOKIE_ATTRIBUTES}; Max-Age=${COOKIE_LIFE}`] : [];
  return { status: 200, body: { accessToken, expiresIn, username }, cookies } as const;
}

async function endSession(accounts: Accounts, token: string, everywhere: boolean): Promise<void> {
  if (!everywhere) return accounts.revoke(token);
  const { username } = await accounts.refresh(token);
  await accounts.signOutEverywhere(username);
}

/** For acts that answer alike whether or not there was something to act on. */
async function ignoring(codes: readonly RefusalCode[], act: Promise<void>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof Refusal && codes.includes(error.code))) throw error;
  }
}
