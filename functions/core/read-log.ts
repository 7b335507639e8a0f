/** Catching up: the entries after a seq, oldest first. */

import { conversationOf } from '#contract/message-id.ts';
import { notFound } from '#contract/refusal.ts';
import { isUserName } from '#contract/user-name.ts';
import { requireSameEntry } from './append.ts';
import type { Entry } from './entry.ts';
import type { Log, Users } from './ports.ts';
import { repairHead, type AdvanceServices } from './projection.ts';
import { requireUser } from './require-user.ts';

export interface ReadLogServices extends AdvanceServices {
  readonly log: AdvanceServices['log'] & Pick<Log, 'heads'>;
  readonly users: Pick<Users, 'get'>;
}

export interface LogPage {
  readonly entries: readonly Entry[];
  /** Whether the log continues after them. */
  readonly more: boolean;
}

/**
 * Returns up to `limit` entries after a seq. Repairs the head where the end of the log is further.
 * @throws {Refusal} `not-found` where there is no such user, `reset` where the log has no such entry `after`
 * @param generation of the client's entry at `after`, if it says so
 */
export async function readLog(
  services: ReadLogServices,
  person: string,
  peer: string,
  after: number,
  limit: number,
  generation?: number,
): Promise<LogPage> {
  const { log, users } = services;
  if (!isUserName(peer)) throw notFound();
  const conversation = conversationOf(person, peer);
  const [page, [head]] = await Promise.all([
    entriesAfter(log, conversation, after, limit, generation),
    log.heads([conversation]),
  ]);
  const { entries, more } = page;
  if (!more) await repairHead(services, conversation, head, entries.at(-1)?.seq ?? after);
  if (entries.length === 0 && after === 0) await requireUser(users, peer);
  return page;
}

/** Returns up to `limit` entries of a conversation after a seq. @throws {Refusal} `reset` */
export async function entriesAfter(
  log: Pick<Log, 'entriesFrom'>,
  conversation: string,
  after: number,
  limit: number,
  generation?: number,
): Promise<LogPage> {
  // The entry at `after`, the page, and one to know whether there are more.
  const read = await log.entriesFrom(conversation, after, limit + 2);
  requireSameEntry(read[0], after, generation);
  const entries = read.filter(({ seq }) => seq > after);
  return { entries: entries.slice(0, limit), more: entries.length > limit };
}
