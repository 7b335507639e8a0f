/** Reading one entry by its id. */

import { isMemberOf, parseMessageId } from '#contract/message-id.ts';
import { notFound } from '#contract/refusal.ts';
import type { Entry } from './entry.ts';
import type { Log } from './ports.ts';

/**
 * Returns an entry. Reads it eventually consistent, at half the cost, and again strongly where it is not there yet.
 * @throws {Refusal} `not-found` where there is none, and for everyone but the two people of the conversation
 */
export async function getMessage(log: Pick<Log, 'get'>, person: string, id: string): Promise<Entry> {
  const position = parseMessageId(id);
  if (!position || !isMemberOf(position.conversation, person)) throw notFound();
  const entry = (await log.get(position, 'eventual')) ?? (await log.get(position, 'strong'));
  if (!entry) throw notFound();
  return entry;
}
