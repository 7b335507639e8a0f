/** Signing up: who may have a name. */

import { Refusal } from '#contract/refusal.ts';
import type { Credentials } from './account.ts';
import type { Accounts, Clock } from './ports.ts';

export interface SignUpServices {
  readonly accounts: Pick<Accounts, 'signUp' | 'find' | 'remove'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** How long a name waits for the confirmation of its e-mail address: as long as the code is valid. */
export const UNCONFIRMED_LIFETIME_MS = 24 * 60 * 60_000;

/** Creates an account. A name whose address was not confirmed in time is free again. @throws {Refusal} `name-taken` */
export async function signUp({ accounts, clock }: SignUpServices, credentials: Credentials): Promise<void> {
  try {
    await accounts.signUp(credentials);
  } catch (error) {
    if (
      !(error instanceof Refusal && error.code === 'name-taken') ||
      !(await isAbandoned(accounts, credentials.username, clock.now()))
    )
      throw error;
    await accounts.remove(credentials.username);
    await accounts.signUp(credentials);
  }
}

async function isAbandoned(accounts: Pick<Accounts, 'find'>, username: string, now: number): Promise<boolean> {
  try {
    const { confirmed, createdAt } = await accounts.find(username);
    return !confirmed && now - createdAt > UNCONFIRMED_LIFETIME_MS;
  } catch (error) {
    // The name of a deleted person has no account, and is never given out again.
    if (error instanceof Refusal) return false;
    throw error;
  }
}
