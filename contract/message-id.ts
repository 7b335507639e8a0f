/**
 * The ids of conversations and entries. A conversation's id is the names of its two people, sorted and joined
 * by `~`. An entry's id is `<conversation>.<seq>`. So an id locates its item, and its key shows who may read
 * it.
 */

import { isUserName } from './user-name.ts';

/** A place in the log of a conversation. */
export interface Position {
  readonly conversation: string;
  readonly seq: number;
}

/** Canonical: no leading zero, so that an entry has exactly one id. `0` is the head, which is not an entry. */
const SEQ = /^[1-9][0-9]{0,14}$/;

/** Returns the id of the conversation of two people, or of a person's notes to themselves. */
export const conversationOf = (one: string, other: string): string =>
  one < other ? `${one}~${other}` : `${other}~${one}`;

/** Returns the two people of a conversation, in the order of its id. */
export function peopleOf(conversation: string): readonly [string, string] {
  const [one = '', other = ''] = conversation.split('~');
  return [one, other];
}

/** Returns the other person of a conversation; in notes to oneself, `person` again. */
export function peerOf(conversation: string, person: string): string {
  const [one, other] = peopleOf(conversation);
  return one === person ? other : one;
}

export const isMemberOf = (conversation: string, person: string): boolean => peopleOf(conversation).includes(person);

export const messageId = ({ conversation, seq }: Position): string => `${conversation}.${seq}`;

/** Returns the position in an id; undefined unless the id is exactly what {@link messageId} returns. */
export function parseMessageId(id: string): Position | undefined {
  const [conversation = '', seq = '', ...rest] = id.split('.');
  const names = conversation.split('~');
  const [one = '', other = ''] = names;
  const canonical = names.length === 2 && names.every(isUserName) && one <= other && SEQ.test(seq) && rest.length === 0;
  return canonical ? { conversation, seq: Number(seq) } : undefined;
}
