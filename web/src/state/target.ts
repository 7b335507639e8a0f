/** What is being written about: the message that is answered, or that gets another text. */
import type { Row } from '#client/thread.ts';

/** A message that the server has. */
export type SentRow = Row & { readonly id: string };

export interface Target {
  readonly kind: 'reply' | 'edit';
  readonly row: SentRow;
}

/** Whether something can be done about a message. */
export const isThere = (row: Row): row is SentRow => row.id !== undefined && row.deleted === undefined;
