/** Accounts as the user pool keeps them, and the tokens it issues. */

export interface Tokens {
  readonly accessToken: string;
  /** The new refresh token, where the old one was exchanged. */
  readonly refreshToken: string | undefined;
  /** Seconds the access token is valid for. */
  readonly expiresIn: number;
  readonly username: string;
  /** `origin_jti`: the same for all tokens that stem from one sign-in. */
  readonly session: string;
}

export interface Account {
  readonly username: string;
  readonly confirmed: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly email: string;
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
  readonly groups: readonly string[];
}

export interface Credentials {
  readonly username: string;
  readonly email: string;
  readonly password: string;
}

/** The message of the error that the sign-up trigger throws for a name that is or was taken. */
export const NAME_TAKEN = 'name-taken';
/** The same for a name that is malformed or reserved. */
export const NAME_NOT_VALID = 'name-not-valid';
