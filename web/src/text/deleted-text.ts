/** What the page shows in place of a deleted message. */
import type { Message } from '#contract/schemas.ts';
import { shell } from '../words/shell.ts';

/** @param by who deleted it */
export const deletedText = (by: NonNullable<Message['deleted']>): string =>
  by === 'moderator' ? shell.removedByModerator : shell.deletedMessage;
