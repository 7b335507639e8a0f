/** Making a conversation fresh whose row has changed: its place says something that is no longer so. */

import type { Clock, Conversations } from '../ports.ts';
import { UNLISTED, dayOf, placeKeyOf, relisted, type InboxIndex, type Section } from './inbox-index.ts';
import type { Row } from './summary.ts';

export interface RelistServices {
  readonly conversations: Pick<Conversations, 'setListed'>;
  readonly inboxIndex: Pick<InboxIndex, 'markFresh'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Makes a conversation fresh that has a place. The mark comes first, since it is what lists the conversation from now
 * on; then the row says that no place counts, so that later changes of the same day write nothing here.
 * @param row as it is after the change
 */
export async function relist({ conversations, inboxIndex, clock }: RelistServices, row: Row): Promise<void> {
  if (placeKeyOf(row) === undefined) return;
  const { username, peer } = row;
  await inboxIndex.markFresh(username, peer, dayOf(clock.now()));
  await conversations.setListed(username, peer, relisted(row, UNLISTED), { listed: row.listed });
}

/** Sections whose places count as unread. Of the pinned and the requests, the key does not say whether one does. */
const COUNTED: readonly Section[] = ['unread', 'pinned', 'request'];

/** The same, where only a conversation whose place may count as unread has to be listed again: it was read. */
export async function relistRead(services: RelistServices, row: Row): Promise<void> {
  const key = placeKeyOf(row);
  if (COUNTED.some((section) => key?.startsWith(`${section}#`))) await relist(services, row);
}
