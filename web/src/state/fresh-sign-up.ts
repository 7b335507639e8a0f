/**
 * What was just typed into the sign-up form, in memory only: so that a mistyped address can be corrected, and
 * confirming it signs in without asking for the password again. It is gone with the page.
 */
export interface FreshSignUp {
  readonly username: string;
  /** Unknown of somebody who came back by signing in. */
  readonly email?: string;
  readonly password: string;
  /** The display name, which an account has only once it is confirmed. */
  readonly displayName?: string;
}

let fresh: FreshSignUp | undefined;

export function rememberSignUp(given: FreshSignUp): void {
  // Somebody who comes back by signing in gives no address.
  fresh = { ...(fresh?.username === given.username && fresh), ...given };
}

/** Returns what the last person to sign up on this page gave. */
export const freshSignUp = (): FreshSignUp | undefined => fresh;

/** Returns the password, once. */
export function takePassword(username: string): string | undefined {
  const password = fresh?.username === username ? fresh.password : undefined;
  fresh = undefined;
  return password;
}
