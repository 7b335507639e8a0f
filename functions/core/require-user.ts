/** Looking up the user that a request names. */

import { notFound } from '#contract/refusal.ts';
import { isUserName } from '#contract/user-name.ts';
import type { Users } from './ports.ts';
import type { User } from './user.ts';

/** Returns a user, deleted or not. @throws {Refusal} `not-found` where there never was one */
export async function requireUser(users: Pick<Users, 'get'>, username: string): Promise<User> {
  const user = isUserName(username) ? await users.get(username) : undefined;
  if (!user) throw notFound();
  return user;
}
