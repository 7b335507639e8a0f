import type { Message } from '#contract/schemas.ts';

/** What stands in the place of a message that was deleted, by who did it. */
export const deletedWords = (by: NonNullable<Message['deleted']>): string =>
  by === 'moderator' ? 'This message was removed by a moderator.' : 'This message was deleted.';
