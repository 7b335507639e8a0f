/** A person's profile, and the rule who may act. */

import { Refusal } from '#contract/refusal.ts';

export interface User {
  readonly username: string;
  readonly displayName: string;
  readonly about?: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds. */
  readonly lastSeenAt?: number;
  /** Others cannot see how far this person has read. */
  readonly readReceipts?: false;
  /** An administrator has locked the person out. Epoch milliseconds. */
  readonly disabledAt?: number;
  /** The account was deleted; its name is never given out again. Epoch milliseconds. */
  readonly deletedAt?: number;
}

/** The fields of a profile to change; null removes a field. */
export interface ProfileChange {
  readonly displayName?: string;
  readonly about?: string | null;
  readonly readReceipts?: false | null;
  readonly disabledAt?: number | null;
}

/**
 * Refuses a person who was deleted or disabled: their access tokens stay valid for some minutes. A profile that
 * does not exist yet is no reason to refuse.
 * @throws {Refusal} `no-session`, so that the client finds out that its session has ended
 */
export function requireActive(profile: User | undefined): void {
  const active = profile?.deletedAt === undefined && profile?.disabledAt === undefined;
  if (!active)
    throw new Refusal('no-session', 'This account was deleted or disabled. Sign in with a different account.');
}
