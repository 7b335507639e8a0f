/** The rules of accounts. Who keeps them (names, passwords, codes, tokens) is behind `Accounts`. */

import { Refusal } from '#contract/refusal.ts';

export interface Tokens {
  readonly accessToken: string;
  /** A new one where the old one was exchanged for it. */
  readonly refreshToken: string | undefined;
  /** Seconds the access token is valid for. */
  readonly expiresIn: number;
  readonly username: string;
  /** `origin_jti`: the same for all tokens that came of one sign-in. */
  readonly session: string;
}

export interface Account {
  readonly username: string;
  readonly confirmed: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly email: string;
}

export interface Credentials {
  readonly username: string;
  readonly email: string;
  readonly password: string;
}

/** The keeper of accounts. Refuses with the codes of `core/refusal.ts`. */
export interface Accounts {
  signUp(credentials: Credentials): Promise<void>;
  confirm(username: string, code: string): Promise<void>;
  resendCode(username: string): Promise<void>;
  signIn(username: string, password: string): Promise<Tokens>;
  refresh(refreshToken: string): Promise<Tokens>;
  revoke(refreshToken: string): Promise<void>;
  /** Mails a code. By name or e-mail address, like the next. */
  forgotPassword(name: string): Promise<void>;
  resetPassword(name: string, code: string, password: string): Promise<void>;
  changePassword(accessToken: string, password: string, newPassword: string): Promise<void>;
  signOutEverywhere(username: string): Promise<void>;
  /** By name or e-mail address. */
  find(name: string): Promise<Account>;
  remove(username: string): Promise<void>;
}

/** What the sign-up trigger throws for a name that is or was somebody's. */
export const NAME_TAKEN = 'name-taken';
/** And for what is no name, or one that is reserved. */
export const NAME_NOT_VALID = 'name-not-valid';

/** How long a name waits for the confirmation of its address, in milliseconds; the code is valid as long. */
const UNCONFIRMED_LIFE = 24 * 60 * 60_000;

/** Opens an account; a name whose address was never confirmed in time is free again. */
export async function openAccount(
  accounts: Pick<Accounts, 'signUp' | 'find' | 'remove'>,
  credentials: Credentials,
  now: number,
): Promise<void> {
  try {
    await accounts.signUp(credentials);
  } catch (error) {
    if (
      !(error instanceof Refusal && error.code === 'name-taken') ||
      !(await isAbandoned(accounts, credentials.username, now))
    )
      throw error;
    await accounts.remove(credentials.username);
    await accounts.signUp(credentials);
  }
}

async function isAbandoned(accounts: Pick<Accounts, 'find'>, username: string, now: number): Promise<boolean> {
  try {
    const { confirmed, createdAt } = await accounts.find(username);
    return !confirmed && now - createdAt > UNCONFIRMED_LIFE;
  } catch (error) {
    // A deleted person's name: nobody has it, and nobody will.
    if (error instanceof Refusal) return false;
    throw error;
  }
}
