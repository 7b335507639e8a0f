/**
 * What a batch of new entries means for the rest of the tables. Everything here may run twice, late and out of order: order
 * is kept per item only.
 */

import type { Position } from '#contract/message-id.ts';
import type { AppendableLog } from './append.ts';
import { apply, type Targets } from './apply.ts';
import { headOf, type Entry, type Head } from './entry.ts';

/** A log whose changes are applied in order that its head can advance. */
export interface ProjectedLog extends Targets, Pick<AppendableLog, 'entriesFrom'> {
  /**
   * Writes the head, unless the one that is there has not come to `after`, or is as new.
   * @param after seq whose successors, up to this head, the caller has applied; only after 0 there may be no head yet
   * @returns the seq to which the head has come then; 0: there is none
   */
  advanceHead(head: Head, after: number): Promise<number>;
  /** Notes an entry that can never be projected, for whoever operates this. @returns false where trying again may help */
  skips(entry: Position, error: unknown): boolean;
}

export interface Projections extends ProjectedLog {
  /** Makes both people's rows of a conversation, unless they are there. */
  openConversation(one: string, other: string, at: number): Promise<void>;
}

/** @returns the entries that could not be projected and have to be delivered again, with what went wrong */
export async function project(
  entries: readonly Entry[],
  projections: Projections,
): Promise<ReadonlyMap<Entry, unknown>> {
  const byConversation = new Map<string, Entry[]>();
  for (const entry of entries)
    byConversation.set(entry.conversation, [...(byConversation.get(entry.conversation) ?? []), entry]);

  const failures = new Map<Entry, unknown>();
  await Promise.all(
    [...byConversation.values()].map(async (group) => {
      try {
        await projectConversation(group, projections);
      } catch (error) {
        for (const entry of group) {
          if (!projections.skips(entry, error)) failures.set(entry, error);
        }
      }
    }),
  );
  return failures;
}

async function projectConversation(group: readonly Entry[], projections: Projections): Promise<void> {
  const first = group.find(({ seq }) => seq === 1);
  await Promise.all([
    first && projections.openConversation(first.sender, first.recipient, first.timestamp),
    advanceOver(group, projections),
  ]);
}

/**
 * Applies entries of a conversation and advances its head to the newest. A head never passes a change that is yet to be applied: whoever
 * wants to know of those looks behind it only. So what is missing between them and the head is applied here as well: the
 * batch that has it is late, or was given up.
 */
async function advanceOver(entries: readonly Entry[], log: ProjectedLog): Promise<void> {
  await applyAll(entries, log);
  const seqs = new Set(entries.map(({ seq }) => seq));
  const newest = entries.reduce((newer, entry) => (entry.seq > newer.seq ? entry : newer));
  let after = newest.seq - 1;
  while (seqs.has(after)) after--;
  let reached = await log.advanceHead(headOf(newest), after);
  while (reached < newest.seq) reached = await advanceFrom(reached, newest.conversation, log);
}

/** Steps over a change that can never be applied: it would keep the head from everything that follows it. */
const applyAll = (entries: readonly Entry[], log: ProjectedLog): Promise<unknown> =>
  Promise.all(
    entries.map(async (entry) => {
      try {
        await apply(entry, log);
      } catch (error) {
        if (!log.skips(entry, error)) throw error;
      }
    }),
  );

/** Entries that a head is advanced over at a time where they have to be read first. */
const STEP = 200;

/** Applies what follows a head in the log, and advances the head over it. @returns the seq to which the head has come then */
async function advanceFrom(lastSeq: number, conversation: string, log: ProjectedLog): Promise<number> {
  const missing = await log.entriesFrom(conversation, lastSeq + 1, STEP);
  const newest = missing.at(-1);
  if (!newest) return Infinity; // The conversation was removed.
  await applyAll(missing, log);
  return log.advanceHead(headOf(newest), lastSeq);
}

/**
 * Advances the head by the entries that follow it, where somebody who reads the log sees it go further: the consumer is late, or
 * has given up. Without it nobody's inbox would know of them. Where it fails, the reader is answered all the same.
 * @param head as it was read beside the log; undefined: there is none
 * @param end seq up to which the log was seen to go
 */
export async function mendHead(
  log: ProjectedLog,
  conversation: string,
  head: Head | undefined,
  end: number,
): Promise<void> {
  const lastSeq = head?.lastSeq ?? 0;
  if (end <= lastSeq) return;
  try {
    await advanceFrom(lastSeq, conversation, log);
  } catch (error) {
    console.error('A head is behind its log and could not be advanced. Whoever reads next tries again.', error);
  }
}
