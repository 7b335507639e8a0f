/**
 * Typing notifications: best effort, and only between two people who have a conversation and have not blocked
 * each other.
 */

import { isUserName } from '#contract/user-name.ts';
import { requireActive } from './acting.ts';
import { notifyPeople, type NotifyServices } from './notify.ts';
import type { Conversations, Users } from './ports.ts';

export interface TypingServices extends NotifyServices {
  readonly users: Pick<Users, 'get'>;
  readonly conversations: Pick<Conversations, 'get'>;
}

/**
 * Notifies a person that somebody is typing to them.
 * @returns how many frames were not delivered; undefined where nobody may be notified
 * @throws {Refusal} `no-session`
 */
export async function notifyTyping(
  services: TypingServices,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<number | undefined> {
  const { users, conversations } = services;
  if (!isUserName(to) || to === from) return undefined;
  const [profile, ...rows] = await Promise.all([
    users.get(from, 'strong'),
    conversations.get(from, to),
    conversations.get(to, from),
  ]);
  requireActive(profile);
  if (rows.some((row) => !row || row.blocked)) return undefined;
  return notifyPeople([to], { type: 'typing', from }, { username: from, connectionId: undefined }, services);
}
