/**
 * Signing up: who may have a name, and how long it waits for the confirmation of its e-mail address.
 *
 * Cognito removes accounts by name alone, whatever has happened to them since they were looked at. Two rules keep an
 * account from being lost. A confirmation is made only while its account is too young to be removed. And a removal
 * first claims the name, for longer than a function lives: two of them never see the same account, and so the second
 * cannot meet the next account of that name.
 */

import { Refusal } from '#contract/refusal.ts';
import { type Account, type NewAccount, nameTaken } from './account.ts';
import type { Attempts } from './attempts.ts';
import type { Accounts, Clock, Users } from './ports.ts';

/** What removes abandoned accounts. */
export interface AbandonedServices {
  readonly accounts: Pick<Accounts, 'find' | 'removeOnce'>;
  readonly attempts: Pick<Attempts, 'take'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface SignUpServices extends AbandonedServices {
  readonly accounts: AbandonedServices['accounts'] & Pick<Accounts, 'signUp'>;
  readonly users: Pick<Users, 'get'>;
}

export interface ConfirmServices {
  readonly accounts: Pick<Accounts, 'find' | 'confirm'>;
  readonly clock: Pick<Clock, 'now'>;
}

const MINUTE_MS = 60_000;
/** How long a name waits for the confirmation of its e-mail address: as long as the code is valid. */
export const UNCONFIRMED_LIFETIME_MS = 24 * 60 * MINUTE_MS;
/** Between the last confirmation and the first removal: more than a function lives, and than clocks differ. */
const CONFIRMATION_MARGIN_MS = 5 * MINUTE_MS;
/** How long one function alone may remove the account of a name: more than any function lives. */
const REMOVAL_CLAIM_MS = 10 * MINUTE_MS;

/** Creates an account. A name whose address was not confirmed in time is free again. @throws {Refusal} `name-taken` */
export async function signUp(services: SignUpServices, account: NewAccount): Promise<void> {
  const { accounts, users, clock } = services;
  const { username } = account;
  // The pool's trigger says the same, but only by failing.
  if (await users.get(username)) throw nameTaken();
  try {
    await accounts.signUp(account);
  } catch (error) {
    const isTaken = error instanceof Refusal && error.code === 'name-taken';
    // Looked at before it is claimed: the name of a confirmed account costs no write.
    if (!isTaken || !isAbandoned(await findAny(accounts, username), clock.now())) throw error;
    if (!(await removeAbandoned(services, username))) throw error;
    await accounts.signUp(account);
  }
}

/**
 * Confirms an account by the code that was mailed, unless it is so old that it may be removed at the same time.
 * @param isKnownDevice whether the account was made or used on this device: a repeat from there, after the answer was
 * lost, finds the account confirmed and succeeds
 * @throws {Refusal} `wrong-code`
 */
export async function confirm(
  { accounts, clock }: ConfirmServices,
  username: string,
  code: string,
  isKnownDevice: boolean,
): Promise<void> {
  const account = await findAny(accounts, username);
  if (account?.confirmed && isKnownDevice) return;
  if (
    account &&
    !account.confirmed &&
    clock.now() - account.createdAt > UNCONFIRMED_LIFETIME_MS - CONFIRMATION_MARGIN_MS
  )
    throw new Refusal('wrong-code', 'The day to confirm this account is over. Sign up again in a few minutes.');
  await accounts.confirm(username, code);
}

/**
 * Removes an account whose address was not confirmed in time.
 * @returns whether it was removed; false also where another function is removing it
 */
export async function removeAbandoned(
  { accounts, attempts, clock }: AbandonedServices,
  username: string,
): Promise<boolean> {
  const now = clock.now();
  if (!(await attempts.take(`removal#${username}`, 1, now, now + REMOVAL_CLAIM_MS))) return false;
  // What was seen before the claim may have been removed since, and the name taken anew.
  if (!isAbandoned(await findAny(accounts, username), clock.now())) return false;
  await accounts.removeOnce(username);
  return true;
}

/** Returns the account of a name; undefined if there is none: the name of a deleted person is never given out again. */
export async function findAny(accounts: Pick<Accounts, 'find'>, username: string): Promise<Account | undefined> {
  try {
    return await accounts.find(username);
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'too-many-requests') return undefined;
    throw error;
  }
}

const isAbandoned = (account: Account | undefined, now: number): boolean =>
  account !== undefined && !account.confirmed && now - account.createdAt > UNCONFIRMED_LIFETIME_MS;
