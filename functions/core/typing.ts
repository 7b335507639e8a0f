/**
 * Typing notifications: best effort, and only between two people who have a conversation and have not blocked
 * each other. A request takes one message until it is answered, so its sender cannot type into it; and its recipient
 * does not show that they have read it.
 */

import { conversationOf } from '#contract/message-id.ts';
import { isUserName } from '#contract/user-name.ts';
import { requireActive } from './acting.ts';
import { notifyPeople, type NotifyServices } from './notify.ts';
import type { Conversations, Log, Users } from './ports.ts';

export interface TypingServices extends NotifyServices {
  readonly users: Pick<Users, 'get'>;
  readonly conversations: Pick<Conversations, 'get'>;
  readonly log: Pick<Log, 'heads'>;
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
  const { users, conversations, log } = services;
  if (!isUserName(to) || to === from) return undefined;
  const [profile, [head], ...rows] = await Promise.all([
    users.get(from, 'strong'),
    log.heads([conversationOf(from, to)]),
    conversations.get(from, to),
    conversations.get(to, from),
  ]);
  requireActive(profile);
  if (rows.some((row) => !row || row.blocked)) return undefined;
  // A head that is late says less, and never that a request was answered.
  if (!head || head.request) return undefined;
  return notifyPeople([to], { type: 'typing', from }, { username: from, connectionId: undefined }, services);
}
