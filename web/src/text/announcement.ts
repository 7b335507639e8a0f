/** What is read out when messages arrive. */
import type { InboxRow, MailboxState, MessageRow } from '#client/mailbox.ts';
import { announcer } from '../words/announcer.ts';
import { attachmentsText } from './attachments.ts';
import { deletedText } from './deleted-text.ts';
import { unknownText } from './unknown-text.ts';

/** What has arrived from one person. */
export interface Arrived {
  readonly row: InboxRow;
  readonly name: string;
  /** The newest message of theirs that was announced before. */
  readonly after: number;
  /** True if the conversation is in front. */
  readonly here: boolean;
}

/** Characters of a text that are read out: a longer one is better read line by line. */
const SAID_MAX = 300;

/** @param withTexts true where also what messages say is read out: then each person has a sentence */
export function announcementOf(
  arrived: readonly Arrived[],
  { state, withTexts }: { readonly state: MailboxState; readonly withTexts: boolean },
): string {
  if (arrived.length > 1 && !withTexts) {
    const count = arrived.reduce((sum, one) => sum + countOf(one, state), 0);
    return announcer.fromSeveral(arrived.length, count);
  }
  return arrived
    .map((one) => {
      const sentence = (one.here ? announcer.here : announcer.from)(one.name, countOf(one, state));
      return withTexts ? announcer.saying(sentence, textsOf(one, state)) : sentence;
    })
    .join('. ');
}

/** Returns what has come from a person and is known on this device. */
const rowsOf = ({ row: { peer }, after }: Arrived, { conversations }: MailboxState): readonly MessageRow[] =>
  conversations[peer]?.rows.filter((row) => row.sender === peer && (row.seq ?? 0) > after) ?? [];

/**
 * Counts the peer's messages: those that this device has, or else those that are unread. What is announced is one at
 * least.
 */
function countOf(arrived: Arrived, state: MailboxState): number {
  const { unread, lastSeq } = arrived.row;
  return Math.max(1, rowsOf(arrived, state).length, Math.min(unread, lastSeq - arrived.after));
}

/** Returns what they say, or what the newest one says where this device has no other. */
function textsOf(arrived: Arrived, state: MailboxState): readonly string[] {
  const known = rowsOf(arrived, state).filter((row) => !row.deleted);
  const { lastMessage } = arrived.row;
  if (known.length > 0) return known.map(textOf);
  return lastMessage ? ['body' in lastMessage ? textOf(lastMessage) : unknownText()] : [];
}

type Said = Pick<MessageRow, 'body' | 'attachments' | 'deleted'>;

/** Returns the beginning of a text, in characters and not halves of them, or what stands in its place. */
function textOf({ body, attachments = [], deleted }: Said): string {
  if (deleted) return deletedText(deleted);
  return body === '' ? attachmentsText(attachments) : Array.from(body).slice(0, SAID_MAX).join('');
}
