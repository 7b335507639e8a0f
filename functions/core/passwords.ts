/** Setting a new password. Every session ends, so that nobody who knows the old one stays signed in. */

import { GUESSABLE_PASSWORD, isGuessablePassword } from '#contract/password.ts';
import { refuseField } from '#contract/refusal.ts';
import type { Tokens } from './account.ts';
import type { Accounts } from './ports.ts';
import { retry } from './retry.ts';
import { endAllSessions, type EndAllServices } from './sessions.ts';
import { signInWithCode, type CodeServices } from './two-step.ts';

export interface PasswordServices extends EndAllServices {
  readonly accounts: Pick<
    Accounts,
    'signIn' | 'revoke' | 'changePassword' | 'resetPassword' | 'find' | 'signOutEverywhere'
  >;
}

export type ChangePasswordServices = PasswordServices & CodeServices;

/**
 * Ends every session after a password was set by a mailed code. Two-step sign-in stays on: a mailbox alone must not
 * open such an account.
 * @param name a user name or an e-mail address
 * @returns the user name
 */
export async function afterReset(services: PasswordServices, name: string): Promise<string> {
  const { accounts, clock } = services;
  // Repeat here, since the caller cannot: the code is used up.
  const { username } = await retry(clock, () => accounts.find(name));
  await endAllSessions(services, username);
  return username;
}

/**
 * Sets a new password by the old one.
 * @param code needed where two-step sign-in is on
 * @returns the tokens of a new session; none where two-step sign-in is on, since a code works once
 * @throws {Refusal} `wrong-credentials`, `code-needed`, `wrong-code`, `too-many-requests`
 */
export async function changePassword(
  services: ChangePasswordServices,
  username: string,
  {
    password,
    newPassword,
    code,
  }: { readonly password: string; readonly newPassword: string; readonly code?: string | undefined },
): Promise<Tokens | undefined> {
  const { accounts } = services;
  if (isGuessablePassword(newPassword, { username }))
    throw refuseField('newPassword', 'guessable', GUESSABLE_PASSWORD, 'Choose a different password.');
  // Signing in proves the old password, and is slowed down after failures like every sign-in.
  const proof = await signInWithCode(services, username, password, code);
  try {
    await accounts.changePassword(proof.accessToken, password, newPassword);
  } catch (error) {
    if (proof.refreshToken) await accounts.revoke(proof.refreshToken);
    throw error;
  }
  await endAllSessions(services, username);
  return proof.secondFactor ? undefined : accounts.signIn(username, newPassword);
}
