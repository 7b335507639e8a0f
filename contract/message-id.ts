/**
 * The two ids everything hangs on. A conversation's id is its people's names, sorted and joined by `~`; an entry's id is
 * `<conversation>.<seq>`. So an id locates its item, and who may read it is visible in the key.
 */

import { isUserName } from './user-name.ts';

/** One place in the log of one conversation. */
export interface Position {
  readonly conversation: string;
  readonly seq: number;
}

/** Canonical: no leading zero, so that one entry has one id; `0` is the head, which is no entry. */
const SEQ = /^[1-9][0-9]{0,14}$/;

/** The id of the conversation of two people; of one person with themselves when both are the same. */
export const conversationOf = (one: string, other: string): string =>
  one < other ? `${one}~${other}` : `${other}~${one}`;

/** The two people of a conversation, in the order of its id. */
export function peopleOf(conversation: string): readonly [string, string] {
  const [one = '', other = ''] = conversation.split('~');
  return [one, other];
}

/** The other person of a conversation as `person` sees it; in notes to oneself that is `person` again. */
export function peerOf(conversation: string, person: string): string {
  const [one, other] = peopleOf(conversation);
  return one === person ? other : one;
}

export const isMemberOf = (conversation: string, person: string): boolean => peopleOf(conversation).includes(person);

export const messageId = ({ conversation, seq }: Position): string => `${conversation}.${seq}`;

/** Reads an id back, or answers undefined when it is not exactly what {@link messageId} would write. */
export function parseMessageId(id: string): Position | undefined {
  const [conversation = '', seq = '', ...rest] = id.split('.');
  const names = conversation.split('~');
  const [one = '', other = ''] = names;
  const canonical = names.length === 2 && names.every(isUserName) && one <= other && SEQ.test(seq) && rest.length === 0;
  return canonical ? { conversation, seq: Number(seq) } : undefined;
}
