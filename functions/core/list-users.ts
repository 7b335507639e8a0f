/** The directory of people, in the order of their names. */

import { INITIALS, initialOf } from '#contract/user-name.ts';
import type { NameRange, Users } from './ports.ts';
import type { User } from './user.ts';

/** Returns a page of everyone but `me`, and whether there are more. */
export async function listUsers(
  directory: Pick<Users, 'listByInitial'>,
  me: string,
  { prefix, after, limit }: NameRange,
): Promise<{ readonly users: readonly User[]; readonly more: boolean }> {
  const wanted = limit + 2; // `me`, and one to know whether there are more
  const first = initialOf(after ?? prefix ?? INITIALS);
  const found = [...(await directory.listByInitial(first, { prefix, after, limit: wanted }))];
  if (prefix === undefined && found.length < wanted) {
    const remaining = INITIALS.slice(INITIALS.indexOf(first) + 1).split('');
    found.push(
      ...(await Promise.all(remaining.map((initial) => directory.listByInitial(initial, { limit: wanted })))).flat(),
    );
  }
  const others = found.filter(({ username }) => username !== me);
  return { users: others.slice(0, limit), more: others.length > limit };
}
