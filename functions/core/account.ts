/** Accounts as the user pool keeps them, and the tokens it issues. */

import { Refusal } from '#contract/refusal.ts';
import type { MailLanguage } from './mail-language.ts';

export interface Tokens {
  readonly accessToken: string;
  /** The new refresh token, where the old one was exchanged. */
  readonly refreshToken: string | undefined;
  /** Seconds the access token is valid for. */
  readonly expiresIn: number;
  readonly username: string;
  /** `origin_jti`: the same for all tokens that stem from one sign-in. */
  readonly session: string;
  /** The sign-in took a code of an authenticator app. */
  readonly secondFactor?: true;
}

export interface Account {
  readonly username: string;
  readonly confirmed: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly email: string;
  /** Signing in takes a code of an authenticator app. */
  readonly secondFactor?: boolean;
}

/** An account in the list that administrators see. */
export interface ListedAccount {
  readonly username: string;
  readonly email: string;
  readonly status: 'confirmed' | 'unconfirmed' | 'disabled';
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** What an account may do, as the user pool has it now. */
export interface Standing {
  readonly enabled: boolean;
  /** Signing in takes a code of an authenticator app. */
  readonly secondFactor?: boolean;
  readonly groups: readonly string[];
}

/** A sign-in that proved the password and waits for a code. */
export interface Challenge {
  readonly username: string;
  /** The user pool's name for this sign-in. */
  readonly session: string;
}

/** The part of the accounts' port that has to do with authenticator apps. Refuses with a `Refusal`. */
export interface SecondFactors {
  /** Answers the challenge that a sign-in threw. */
  answerChallenge(challenge: Challenge, code: string): Promise<Tokens>;
  /** Begins to set up an authenticator app. @returns its secret, in base 32 */
  startSecondFactor(accessToken: string): Promise<string>;
  /** Proves that the app has the secret of the setup. Signing in takes no code of it yet. */
  verifySecondFactor(accessToken: string, code: string): Promise<void>;
  /** Sets whether signing in takes a code of the app. */
  setSecondFactor(username: string, on: boolean): Promise<void>;
}

export interface Credentials {
  readonly username: string;
  readonly email: string;
  readonly password: string;
}

export interface NewAccount extends Credentials {
  /** True: another account has confirmed the address, so the mail with the code tells its owner. */
  readonly addressIsTaken: boolean;
  /** Of the mail with the code. */
  readonly language: MailLanguage;
}

export const nameTaken = (): Refusal => new Refusal('name-taken', 'This name is taken. Choose a different one.');

/** The message of the error that the sign-up trigger throws for a name that is or was taken. */
export const NAME_TAKEN = 'name-taken';
/** The same for a name that is malformed or reserved. */
export const NAME_NOT_VALID = 'name-not-valid';
