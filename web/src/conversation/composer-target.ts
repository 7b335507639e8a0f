/** What is being composed if it is not a new message: a reply to a message, or another text for one of mine. */
import type { MessageRow } from '#client/mailbox.ts';

/** A message that the server has. */
export type SentRow = MessageRow & { readonly id: string };

export interface ComposerTarget {
  readonly kind: 'reply' | 'edit';
  readonly row: SentRow;
}

/** True if the message can be replied to, reacted to, edited or deleted. */
export const isActionable = (row: MessageRow): row is SentRow => row.id !== undefined && row.deleted === undefined;
