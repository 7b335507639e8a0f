/** What is being written about: the message that is answered, or that gets another text. */
import type { MessageRow } from '#client/mailbox.ts';

/** A message that the server has. */
export type SentRow = MessageRow & { readonly id: string };

export interface ComposerTarget {
  readonly kind: 'reply' | 'edit';
  readonly row: SentRow;
}

/** Whether something can be done about a message. */
export const isThere = (row: MessageRow): row is SentRow => row.id !== undefined && row.deleted === undefined;
