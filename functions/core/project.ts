/**
 * What a batch of new entries means for the rest of the tables. Everything here may run twice, late and out of order: order
 * is kept per item only.
 */
import type { AppendableLog } from './append.ts';
import { apply, type Targets } from './apply.ts';
import { headOf, type Entry, type Head } from './entry.ts';
import type { InboxLog } from './inbox.ts';

export interface Projections extends Targets {
  /** Writes the head unless one as new is there. */
  advanceHead(head: Head): Promise<void>;
  /** Makes both people's rows of a conversation, unless they are there. */
  openConversation(one: string, other: string, at: number): Promise<void>;
}

/** @returns the entries that could not be projected and have to be delivered again, with what went wrong */
export async function project(entries: readonly Entry[], projections: Projections): Promise<ReadonlyMap<Entry, unknown>> {
  const byConversation = new Map<string, Entry[]>();
  for (const entry of entries) byConversation.set(entry.conversation, [...(byConversation.get(entry.conversation) ?? []), entry]);

  const failures = new Map<Entry, unknown>();
  await Promise.all(
    [...byConversation.values()].map(async (group) => {
      try {
        await projectConversation(group, projections);
      } catch (error) {
        for (const entry of group) failures.set(entry, error);
      }
    }),
  );
  return failures;
}

async function projectConversation(group: readonly Entry[], projections: Projections): Promise<void> {
  const first = group.find(({ seq }) => seq === 1);
  const newest = group.reduce((newer, entry) => (entry.seq > newer.seq ? entry : newer));
  await Promise.all([
    first && projections.openConversation(first.sender, first.recipient, first.timestamp),
    applyThenAdvance(group, newest, projections),
  ]);
}

/** What comes up to a head has been applied: whoever wants to know of changes that may not be looks behind it only. */
async function applyThenAdvance(entries: readonly Entry[], newest: Entry, projections: Targets & Pick<Projections, 'advanceHead'>): Promise<void> {
  await Promise.all(entries.map((entry) => apply(entry, projections)));
  await projections.advanceHead(headOf(newest));
}

/** Entries that a reader projects at most in the consumer's place. */
const MENDED = 200;

/**
 * Reads the head beside what is read of a log, and advances it by the entries that follow it where the log turns out to go
 * further: the consumer is late, or has given up. Without it nobody's inbox would know of them.
 * @param reading what is read, and answered
 * @param endOf seq of the log's end, as what was read tells it; 0 where it does not
 */
export async function mendingHead<T>(
  log: Targets & Pick<Projections, 'advanceHead'> & Pick<AppendableLog, 'entriesFrom'> & Pick<InboxLog, 'heads'>,
  conversation: string,
  reading: Promise<T>,
  endOf: (read: T) => number,
): Promise<T> {
  const [read, [head]] = await Promise.all([reading, log.heads([conversation])]);
  const lastSeq = head?.lastSeq ?? 0;
  const missing = endOf(read) > lastSeq ? await log.entriesFrom(conversation, lastSeq + 1, MENDED) : [];
  const newest = missing.at(-1);
  if (newest) await applyThenAdvance(missing, newest, log);
  return read;
}
