/** Requests in the inbox: conversations with people one has not answered yet. */

import type { InboxRow } from './mailbox.ts';

export interface PartedInbox {
  readonly conversations: readonly InboxRow[];
  /** To be answered or declined. */
  readonly requests: readonly InboxRow[];
  readonly declined: readonly InboxRow[];
}

/** Parts the inbox without what is archived, each part in its order. Whom I have blocked is among conversations. */
export function partInbox(inbox: readonly InboxRow[]): PartedInbox {
  const isRequest = ({ request, blocked }: InboxRow): boolean => request === true && !blocked;
  const shown = inbox.filter(({ archived }) => !archived);
  return {
    conversations: shown.filter((row) => !isRequest(row)),
    requests: shown.filter((row) => isRequest(row) && !row.declined),
    declined: shown.filter((row) => isRequest(row) && row.declined),
  };
}
