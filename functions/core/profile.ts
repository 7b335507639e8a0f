/** Profiles: one's own, and what others see. */

import { Refusal, notFound, refuseField } from '#contract/refusal.ts';
import { userNamesReadIn } from '#contract/user-name-read.ts';
import { isUserName } from '#contract/user-name.ts';
import { addToIndex, changeProfile, createProfile, isOutOfIndex, type NameIndexServices } from './name-index.ts';
import type { Accounts, Clock, Connections, Conversations, Users } from './ports.ts';
import { hidesPresence } from './presence.ts';
import type { ProfileChange, User } from './user.ts';

export interface ProfileServices extends NameIndexServices {
  readonly conversations: Pick<Conversations, 'get'>;
  readonly connections: Pick<Connections, 'list'>;
  readonly accounts: Pick<Accounts, 'find'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** A person as another sees them. */
export interface Profile {
  readonly user: User;
  readonly online: boolean;
  /** Epoch milliseconds. */
  readonly lastSeenAt: number | undefined;
}

export interface OwnProfile {
  readonly user: User;
  readonly email: string;
  /** Whether two-step sign-in is on. */
  readonly twoStep: boolean;
}

/** Returns a person's profile as the caller sees it. @throws {Refusal} `not-found` */
export async function getUser(
  { users, conversations, connections }: ProfileServices,
  caller: string,
  username: string,
): Promise<Profile> {
  if (!isUserName(username)) throw notFound();
  const [user, theirs, sockets] = await Promise.all([
    users.get(username),
    conversations.get(username, caller),
    connections.list([username]),
  ]);
  if (!user || user.deletedAt !== undefined) throw notFound();
  if (hidesPresence(user, theirs)) return { user, online: false, lastSeenAt: undefined };
  return { user, online: sockets.length > 0, lastSeenAt: user.lastSeenAt };
}

/** Returns the caller's own profile. */
export async function getMe(services: ProfileServices, username: string): Promise<OwnProfile> {
  const [user, account] = await Promise.all([ownProfile(services, username), services.accounts.find(username)]);
  return { user, email: account.email, twoStep: account.secondFactor === true };
}

/**
 * Changes the caller's own profile.
 * @returns the changed profile
 * @throws {Refusal} `no-session`, `invalid` for the user name of somebody else as display name, `too-many-requests`
 */
export async function updateMe(
  services: ProfileServices,
  username: string,
  change: ProfileChange,
): Promise<OwnProfile> {
  const [{ user, ...account }] = await Promise.all([
    getMe(services, username),
    change.displayName !== undefined && requireOwnName(services.users, username, change.displayName),
  ]);
  const changed = Object.keys(change).length > 0 ? await changeProfile(services, user, change) : user;
  if (!changed) throw new Refusal('no-session', 'This account was deleted.');
  return { user: changed, ...account };
}

/**
 * Refuses a display name that reads as the user name of somebody else, deleted or not. It does not keep anybody from
 * signing up later under a name that is displayed already.
 */
async function requireOwnName(users: Pick<Users, 'get'>, username: string, displayName: string): Promise<void> {
  const names = userNamesReadIn(displayName);
  // One's own name is one's own, also where another's looks like it.
  if (names.includes(username)) return;
  const people = await Promise.all(names.map((name) => users.get(name)));
  if (people.some((person) => person !== undefined))
    throw refuseField(
      'displayName',
      'taken',
      'Somebody else has this as their username. Choose a different name.',
      'Choose a different name.',
    );
}

/** The profile is created when the account is confirmed. If that failed, it is created here. */
async function ownProfile(services: ProfileServices, username: string): Promise<User> {
  const { users, clock } = services;
  const user = await users.get(username);
  if (user) return isOutOfIndex(user) ? addToIndex(services, user) : user;
  await createProfile(services, username, clock.now());
  return (await users.get(username)) ?? { username, displayName: username, createdAt: clock.now() };
}
