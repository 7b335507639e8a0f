/**
 * Typing notifications: best effort, and only between two people who have a conversation and have not blocked
 * each other.
 */

import { isUserName } from '#contract/user-name.ts';
import { notifyPeople, type NotifyServices } from './notify.ts';
import type { Conversations } from './ports.ts';

export interface TypingServices extends NotifyServices {
  readonly conversations: Pick<Conversations, 'get'>;
}

/**
 * Notifies a person that somebody is typing to them.
 * @returns how many frames were not delivered; undefined where nobody may be notified
 */
export async function notifyTyping(
  services: TypingServices,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<number | undefined> {
  const { conversations } = services;
  if (!isUserName(to) || to === from) return undefined;
  const rows = await Promise.all([conversations.get(from, to), conversations.get(to, from)]);
  if (rows.some((row) => !row || row.blocked)) return undefined;
  return notifyPeople([to], { type: 'typing', from }, { username: from, connectionId: undefined }, services);
}
