/** The rules of accounts. Who keeps them (names, passwords, codes, tokens) is behind `Accounts`. */
import { Refusal } from './refusal.ts';

export interface Tokens {
  readonly accessToken: string;
  /** A new one where the old one was exchanged for it. */
  readonly refreshToken: string | undefined;
  /** Seconds the access token is valid for. */
  readonly expiresIn: number;
  readonly username: string;
}

export interface Account {
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
  signOutEverywhere(username: string): Promise<void>;
  find(username: string): Promise<Account>;
  remove(username: string): Promise<void>;
}

/** What the sign-up trigger throws for a name that is or was somebody's. */
export const NAME_TAKEN = 'name-taken';

/** How long a name waits for the confirmation of its address, in milliseconds; the code is valid as long. */
const UNCONFIRMED_LIFE = 24 * 60 * 60_000;

/** Opens an account; a name whose address was never confirmed in time is free again. */
export async function openAccount(accounts: Accounts, credentials: Credentials, now: number): Promise<void> {
  try {
    await accounts.signUp(credentials);
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'name-taken') || !(await isAbandoned(accounts, credentials.username, now))) throw error;
    await accounts.remove(credentials.username);
    await accounts.signUp(credentials);
  }
}

async function isAbandoned(accounts: Accounts, username: string, now: number): Promise<boolean> {
  try {
    const { confirmed, createdAt } = await accounts.find(username);
    return !confirmed && now - createdAt > UNCONFIRMED_LIFE;
  } catch (error) {
    // A deleted person's name: nobody has it, and nobody will.
    if (error instanceof Refusal) return false;
    throw error;
  }
}
