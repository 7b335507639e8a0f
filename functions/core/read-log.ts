/** Catching up: the entries after a seq, oldest first. */

import { reset } from './append.ts';
import type { Entry } from './entry.ts';
import type { Log } from './ports.ts';

/**
 * Returns up to `limit` entries after a seq, and whether the log goes on.
 * @throws {Refusal} `reset` where the log ends before `after`
 */
export async function readLog(
  log: Pick<Log, 'entriesFrom'>,
  conversation: string,
  after: number,
  limit: number,
): Promise<{ readonly entries: readonly Entry[]; readonly more: boolean }> {
  // The entry at `after`, the page, and one to know whether there are more.
  const read = await log.entriesFrom(conversation, after, limit + 2);
  if (after > 0 && read[0]?.seq !== after) throw reset();
  const entries = read.filter(({ seq }) => seq > after);
  return { entries: entries.slice(0, limit), more: entries.length > limit };
}
