/** Reading one entry by its id. */

import { isMemberOf, parseMessageId } from '#contract/message-id.ts';
import { notFound } from '#contract/refusal.ts';
import type { Entry } from './entry.ts';
import type { Log } from './ports.ts';

/**
 * Returns an entry. An `eventual` read, at half the cost, is repeated strongly where the entry is not there yet.
 * @throws {Refusal} `not-found` where there is none, and for everyone but the two people of the conversation
 */
export async function getMessage(
  log: Pick<Log, 'get'>,
  person: string,
  id: string,
  consistency: 'strong' | 'eventual' = 'eventual',
): Promise<Entry> {
  const position = parseMessageId(id);
  if (!position || !isMemberOf(position.conversation, person)) throw notFound();
  const entry = (await log.get(position, consistency)) ?? (await log.get(position, 'strong'));
  if (!entry) throw notFound();
  return entry;
}
