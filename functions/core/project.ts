/**
 * What a batch of new entries means for the rest of the tables. Everything here may run twice, late and out of order: order
 * is kept per item only.
 */
import type { AppendableLog } from './append.ts';
import { apply, type Targets } from './apply.ts';
import { headOf, type Entry, type Head } from './entry.ts';

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
 * Advances the head by the entries that follow it, where somebody who reads the log sees it go further: the consumer is late, or
 * has given up. Without it nobody's inbox would know of them. Where it fails, the reader is answered all the same.
 * @param head as it was read beside the log; undefined: there is none
 * @param end seq up to which the log was seen to go
 */
export async function mendHead(
  log: Targets & Pick<Projections, 'advanceHead'> & Pick<AppendableLog, 'entriesFrom'>,
  conversation: string,
  head: Head | undefined,
  end: number,
): Promise<void> {
  const lastSeq = head?.lastSeq ?? 0;
  if (end <= lastSeq) return;
  try {
    const missing = await log.entriesFrom(conversation, lastSeq + 1, MENDED);
    const newest = missing.at(-1);
    if (newest) await applyThenAdvance(missing, newest, log);
  } catch (error) {
    console.error('A head is behind its log and could not be advanced. Whoever reads next tries again.', error);
  }
}
