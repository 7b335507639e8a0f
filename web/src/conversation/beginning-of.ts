/** How a message begins, which tells its buttons from those of the others. */
import type { MessageRow } from '#client/mailbox.ts';
import { attachmentsText } from '../text/attachments.ts';

const CHARACTERS = 40;
const BEGINNING = new RegExp(`^.{0,${CHARACTERS}}`, 'su');

/** Returns the beginning of its text on one line, or what it has in place of a text. */
export function beginningOf({ body, attachments = [] }: Pick<MessageRow, 'body' | 'attachments'>): string {
  if (body === '') return attachmentsText(attachments);
  // A character has several code units, and there may be many spaces.
  const text = body.slice(0, 4 * CHARACTERS).replaceAll(/\s+/gu, ' ');
  const [beginning = ''] = BEGINNING.exec(text) ?? [];
  return beginning.length < text.length ? `${beginning}…` : beginning;
}
