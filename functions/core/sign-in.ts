/** Signing in and entering codes, as often as may be guessed, and remembering the devices where that went well. */

import type { Tokens } from './account.ts';
import { type AttemptServices, CODE, type Guesser, PASSWORD, accountOf, attempt } from './attempts.ts';
import { deviceCookie, knownDevice } from './known-device.ts';
import { type PasswordServices, afterReset } from './passwords.ts';
import type { Accounts, Clock } from './ports.ts';
import { confirm } from './sign-up.ts';

export interface SignInServices extends AttemptServices {
  readonly accounts: Pick<Accounts, 'find' | 'signIn' | 'confirm'>;
  readonly clock: Clock;
}

/**
 * Signs in with a password.
 * @param name a user name or an e-mail address
 * @param cookie of a known device
 * @throws {Refusal} `wrong-credentials`, `unconfirmed`, `too-many-requests`
 */
export async function signIn(
  services: SignInServices,
  name: string,
  password: string,
  cookie: string | undefined,
): Promise<Tokens> {
  const guesser = await guesserOf(services, name, cookie);
  return attempt(services, PASSWORD, guesser, (at) => services.accounts.signIn(at, password));
}

/** Confirms an address by its code. @throws {Refusal} `wrong-code`, `too-many-requests` */
export async function confirmSignUp(
  services: SignInServices,
  username: string,
  code: string,
  cookie: string | undefined,
): Promise<void> {
  const guesser = await guesserOf(services, username, cookie);
  await attempt(services, CODE, guesser, (at) => confirm(services, at, code, guesser.device !== undefined));
}

/**
 * Sets a new password by a mailed code. Every session ends.
 * @param name a user name or an e-mail address
 * @returns the user name
 * @throws {Refusal} `wrong-code`, `too-many-requests`
 */
export async function resetPassword(
  services: SignInServices & PasswordServices,
  { name, code, password }: { readonly name: string; readonly code: string; readonly password: string },
  cookie: string | undefined,
): Promise<string> {
  const guesser = await guesserOf(services, name, cookie);
  await attempt(services, CODE, guesser, (at) => services.accounts.resetPassword(at, code, password));
  return afterReset(services, name);
}

/**
 * Returns the sign-in by which a person who is signed in proves their password: it counts by their session, so nobody
 * else can use up its attempts.
 */
export const signInOf =
  (services: SignInServices, session: string): Accounts['signIn'] =>
  (username, password) =>
    attempt(services, PASSWORD, { account: username, name: username, device: `session-${session}` }, (at) =>
      services.accounts.signIn(at, password),
    );

/** Returns the cookie of a device that becomes known. @param lifetimeMs how long it stays known */
export async function rememberDevice(services: SignInServices, username: string, lifetimeMs: number): Promise<string> {
  const { keys, newId, clock } = services;
  return deviceCookie(keys, username, newId(), clock.now() + lifetimeMs);
}

async function guesserOf(services: SignInServices, name: string, cookie: string | undefined): Promise<Guesser> {
  const account = await accountOf(services.accounts, name);
  return { account, name, device: await knownDevice(services.keys, account, cookie, services.clock.now()) };
}
