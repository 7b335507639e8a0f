/** Telling a person that somebody is writing to them: a sign that may be lost, and that no stranger and nobody blocked can give. */

import { isUserName } from '#contract/user-name.ts';
import type { ConversationRows } from './inbox.ts';
import { notifyPeople, type Notifier } from './notify.ts';

/** @returns how many frames were not delivered; undefined where there is nobody to be told */
export async function tellTyping(
  conversations: Pick<ConversationRows, 'get'>,
  notifier: Notifier,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<number | undefined> {
  if (!isUserName(to) || to === from) return undefined;
  const rows = await Promise.all([conversations.get(from, to), conversations.get(to, from)]);
  if (rows.some((row) => !row || row.blocked)) return undefined;
  return notifyPeople([to], { type: 'typing', from }, { username: from, connectionId: undefined }, notifier);
}
