/** The entries after a seq, oldest first: what a client was away for. */

import { reset, type AppendableLog } from './append.ts';
import type { Entry } from './entry.ts';

/** @throws {Refusal} `reset`, where the log ends before `after` */
export async function entriesAfter(
  log: Pick<AppendableLog, 'entriesFrom'>,
  conversation: string,
  after: number,
  limit: number,
): Promise<{ readonly entries: readonly Entry[]; readonly more: boolean }> {
  const read = await log.entriesFrom(conversation, after, limit + 2); // the entry at `after`, and one to know of more
  if (after > 0 && read[0]?.seq !== after) throw reset();
  const entries = read.filter(({ seq }) => seq > after);
  return { entries: entries.slice(0, limit), more: entries.length > limit };
}
