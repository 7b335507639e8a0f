/**
 * Who may act: the one rule for every route and for every frame of a socket. Access tokens outlive by some minutes what
 * they say, so whatever changes something asks for what holds now. Reading alone is allowed until the token expires.
 */

import { Refusal, notFound } from '#contract/refusal.ts';
import { ADMINISTRATORS } from './groups.ts';
import type { AccountDirectory, Connections, Users } from './ports.ts';
import type { User } from './user.ts';

/** The person who makes a request, by their access token alone. */
export interface Caller {
  readonly username: string;
  /** The session the token belongs to (`origin_jti`). */
  readonly session: string;
  /** When the token was issued, in epoch milliseconds; a whole second. */
  readonly issuedAt: number;
  /** When the session began, in epoch milliseconds. */
  readonly signedInAt?: number;
  /** The person's groups in the user pool when the token was issued. */
  readonly groups: readonly string[];
}

/** True if the token says that its person is an administrator. */
export const isAdministrator = ({ groups }: Pick<Caller, 'groups'>): boolean => groups.includes(ADMINISTRATORS);

/** True for a person who was neither deleted nor disabled. A profile that does not exist yet is no reason to refuse. */
export const isActive = (profile: User | undefined): boolean =>
  profile?.deletedAt === undefined && profile?.disabledAt === undefined;

/**
 * Refuses a person who was deleted or disabled.
 * @throws {Refusal} `no-session`, so that the client finds out that its session has ended
 */
export function requireActive(profile: User | undefined): void {
  if (!isActive(profile)) throw noSession();
}

/** Decides who may call a route. Each check reads what it needs, strongly consistent where there is a choice. */
export interface CallerChecks {
  /** Refuses a person who may change nothing. @throws {Refusal} `no-session` */
  readonly person: (caller: Caller) => Promise<void>;
  /** Refuses everybody but administrators. @throws {Refusal} `not-found`, `no-session`, `second-factor-needed` */
  readonly administrator: (caller: Caller) => Promise<void>;
}

/** Checks persons: one read of their profile. */
export const personCheck =
  (users: Pick<Users, 'get'>): CallerChecks['person'] =>
  async ({ username }) =>
    requireActive(await users.get(username, 'strong'));

export interface AdministratorServices {
  readonly users: Pick<Users, 'get'>;
  readonly connections: Pick<Connections, 'isEnded' | 'hasSecondFactor'>;
  readonly accounts: Pick<AccountDirectory, 'standing'>;
}

/**
 * Checks administrators. Nothing of what the token says is believed but the person and the session: an administrator
 * who was disabled, deleted, taken out of the group or signed out has no power left. There are few of them and they
 * make few requests, so asking the user pool each time is cheap.
 */
export const administratorCheck =
  ({ users, connections, accounts }: AdministratorServices): CallerChecks['administrator'] =>
  async (caller) => {
    // For everybody else this costs nothing, and the route does not exist.
    if (!isAdministrator(caller)) throw notFound();
    const [profile, ended, secondFactor, standing] = await Promise.all([
      users.get(caller.username, 'strong'),
      connections.isEnded(caller.username, caller.session, caller.issuedAt),
      connections.hasSecondFactor(caller.username, caller.session),
      accounts.standing(caller.username),
    ]);
    requireActive(profile);
    if (ended || !standing?.enabled) throw noSession();
    if (!isAdministrator(standing)) throw notFound();
    // Both: a session from before the app was set up gave no code, and one from before it was reset gave an old one.
    if (!standing.secondFactor || !secondFactor) throw secondFactorNeeded();
  };

const secondFactorNeeded = (): Refusal =>
  new Refusal(
    'second-factor-needed',
    'Administrators need two-step sign-in. Turn it on in Settings, or sign in again with a code.',
  );

const noSession = (): Refusal =>
  new Refusal('no-session', 'This session was ended, or the account was deleted or disabled. Sign in again.');
