/** Requests in the inbox: conversations with people one has not answered yet. */

import type { InboxRow } from './mailbox.ts';

export interface PartedInbox {
  readonly conversations: readonly InboxRow[];
  /** To be answered or declined. */
  readonly requests: readonly InboxRow[];
  readonly declined: readonly InboxRow[];
}

/** Parts the inbox, each part in its order. Whom I have blocked is among the conversations. */
export function partInbox(inbox: readonly InboxRow[]): PartedInbox {
  const isRequest = ({ request, blocked }: InboxRow): boolean => request === true && !blocked;
  return {
    conversations: inbox.filter((row) => !isRequest(row)),
    requests: inbox.filter((row) => isRequest(row) && !row.declined),
    declined: inbox.filter((row) => isRequest(row) && row.declined),
  };
}
