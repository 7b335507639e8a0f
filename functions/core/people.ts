/** The directory of people, in the order of their names. */

import { Refusal } from '#contract/refusal.ts';
import { INITIALS, initialOf } from '#contract/user-name.ts';

export interface User {
  readonly username: string;
  readonly displayName: string;
  readonly about?: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly lastSeenAt?: number;
  /** They do not want others to see how far they have read. */
  readonly readReceipts?: false;
  /** An administrator has locked the person out. */
  readonly disabledAt?: number;
  /** The account is gone; its name is never given out again. */
  readonly deletedAt?: number;
}

/** What changes of a profile; null removes it. */
export interface ProfileChange {
  readonly displayName?: string;
  readonly about?: string | null;
  readonly readReceipts?: false | null;
  readonly disabledAt?: number | null;
}

interface Range {
  readonly prefix?: string | undefined;
  /** The name before the first. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface UserDirectory {
  /** Living people whose names begin with this character, ascending. */
  ofInitial(initial: string, range: Range): Promise<readonly User[]>;
}

/**
 * Refuses who was deleted or disabled: their access tokens live on for some minutes. A profile that was not made yet is in
 * nobody's way.
 * @throws {Refusal} `no-session`, so that clients find out that theirs has ended
 */
export function requireActive(profile: User | undefined): void {
  const active = profile?.deletedAt === undefined && profile?.disabledAt === undefined;
  if (!active) throw new Refusal('no-session', 'This account was deleted or disabled. Sign in with another.');
}

/** A page of everyone but `me`, and whether there are more. */
export async function listPeople(
  directory: UserDirectory,
  me: string,
  { prefix, after, limit }: Range,
): Promise<{ readonly people: readonly User[]; readonly more: boolean }> {
  const wanted = limit + 2; // me, and one to know of more
  const first = initialOf(after ?? prefix ?? INITIALS);
  const found = [...(await directory.ofInitial(first, { prefix, after, limit: wanted }))];
  if (prefix === undefined && found.length < wanted) {
    const remaining = INITIALS.slice(INITIALS.indexOf(first) + 1).split('');
    found.push(
      ...(await Promise.all(remaining.map((initial) => directory.ofInitial(initial, { limit: wanted })))).flat(),
    );
  }
  const others = found.filter(({ username }) => username !== me);
  return { people: others.slice(0, limit), more: others.length > limit };
}
