/** New passwords. Whoever has an old one is out: every session ends. */

import type { Accounts, Tokens } from './accounts.ts';
import { endAllSessions, type SessionServices } from './sessions.ts';

/** Tries of ending the sessions, and the pause after the first in milliseconds, which doubles with each. */
const ATTEMPTS = 4;
const PAUSE = 250;

type PasswordServices = SessionServices & {
  readonly accounts: Pick<Accounts, 'signIn' | 'changePassword' | 'resetPassword' | 'find'>;
};

/** @param name of the account, or its e-mail address */
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

/** Answers the tokens of a new session. */
export async function changePassword(
  services: PasswordServices,
  username: string,
  password: string,
  newPassword: string,
): Promise<Tokens> {
  const { accounts } = services;
  // Proves the old password, slowed after failures like every sign-in.
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

/** Tried again where it fails: the code is used and the old password is none any more, so the whole can not be repeated. */
async function endOldSessions(services: PasswordServices, find: () => Promise<string>): Promise<void> {
  const { clock } = services.sockets;
  for (let attempt = 1; ; attempt++) {
    try {
      return await endAllSessions(services, await find());
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await clock.sleep(PAUSE * 2 ** (attempt - 1));
    }
  }
}
