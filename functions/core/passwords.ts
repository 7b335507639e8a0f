/** New passwords. Whoever has an old one is out: every session ends. */
import type { Accounts, Tokens } from './accounts.ts';
import { endAllSessions, type SessionServices } from './sessions.ts';

type PasswordServices = SessionServices & {
  readonly accounts: Pick<Accounts, 'signIn' | 'changePassword' | 'resetPassword' | 'find'>;
};

/** @param name of the account, or its e-mail address */
export async function resetPassword(services: PasswordServices, name: string, code: string, password: string): Promise<void> {
  const { accounts } = services;
  await accounts.resetPassword(name, code, password);
  const { username } = await accounts.find(name);
  await endAllSessions(services, username);
}

/** Answers the tokens of a new session. */
export async function changePassword(services: PasswordServices, username: string, password: string, newPassword: string): Promise<Tokens> {
  const { accounts } = services;
  // Proves the old password, slowed after failures like every sign-in.
  const proof = await accounts.signIn(username, password);
  try {
    await accounts.changePassword(proof.accessToken, password, newPassword);
  } catch (error) {
    if (proof.refreshToken) await accounts.revoke(proof.refreshToken);
    throw error;
  }
  await endAllSessions(services, username);
  return accounts.signIn(username, newPassword);
}
