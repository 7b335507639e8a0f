/** The addresses of messages. */
import { type Position, parseMessageId } from '#contract/message-id.ts';
import { selectionPath } from '../paths.ts';

/**
 * Returns the address of a message: its conversation opens there. It holds for both people, although each calls the
 * conversation by the other's name.
 */
export const messagePath = (peer: string, id: string): string =>
  `${selectionPath('conversations', peer)}?${new URLSearchParams({ at: id }).toString()}`;

/** Returns the place of the message that the query of a conversation's address names. */
export const linkedPosition = (search: string): Position | undefined =>
  parseMessageId(new URLSearchParams(search).get('at') ?? '');
