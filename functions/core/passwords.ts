/** Setting a new password. Every session ends, so that nobody who knows the old one stays signed in. */

import type { Tokens } from './account.ts';
import type { Accounts } from './ports.ts';
import { endAllSessions, type EndAllServices } from './sessions.ts';

export interface PasswordServices extends EndAllServices {
  readonly accounts: Pick<
    Accounts,
    'signIn' | 'revoke' | 'changePassword' | 'resetPassword' | 'find' | 'signOutEverywhere'
  >;
}

/** Attempts to end the sessions. */
const ATTEMPTS = 4;
/** The wait after the first attempt; it doubles with each. */
const BACKOFF_MS = 250;

/** @param name a user name or an e-mail address */
export async function resetPassword(
  services: PasswordServices,
  name: string,
  code: string,
  password: string,
): Promise<void> {
  const { accounts } = services;
  await accounts.resetPassword(name, code, password);
  await endOldSessions(services, async () => (await accounts.find(name)).username);
}

/** @returns the tokens of a new session */
export async function changePassword(
  services: PasswordServices,
  username: string,
  password: string,
  newPassword: string,
): Promise<Tokens> {
  const { accounts } = services;
  // Signing in proves the old password, and is slowed down after failures like every sign-in.
  const proof = await accounts.signIn(username, password);
  try {
    await accounts.changePassword(proof.accessToken, password, newPassword);
  } catch (error) {
    if (proof.refreshToken) await accounts.revoke(proof.refreshToken);
    throw error;
  }
  await endOldSessions(services, async () => username);
  return accounts.signIn(username, newPassword);
}

/** Retries here, since the caller cannot: the code is used up, and the old password no longer works. */
async function endOldSessions(services: PasswordServices, findUsername: () => Promise<string>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await endAllSessions(services, await findUsername());
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await services.clock.sleep(BACKOFF_MS * 2 ** (attempt - 1));
    }
  }
}
