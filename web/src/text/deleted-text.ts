/** What the page shows in place of a deleted message. */
import type { Message } from '#contract/schemas.ts';

/** @param by who deleted it */
export const deletedText = (by: NonNullable<Message['deleted']>): string =>
  by === 'moderator' ? 'This message was removed by a moderator.' : 'This message was deleted.';
