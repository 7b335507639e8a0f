/**
 * Projecting new entries: applying changes to their messages, creating the rows of the inbox, advancing the heads,
 * noting offers, settling files.
 * Everything here may run twice, late and out of order; order is kept per item only.
 */

import { apply } from './apply.ts';
import { headOf, type Entry, type Head } from './entry.ts';
import { noteOffer, type NoteOfferServices } from './feed/note-offer.ts';
import { settleFiles, type SettleServices } from './files/settle.ts';
import { dayOf, type InboxIndex } from './inbox/inbox-index.ts';
import type { ChangeTargets, Conversations, Log } from './ports.ts';

/** A log whose changes must be applied before its head advances. */
export type ProjectedLog = ChangeTargets & Pick<Log, 'entriesFrom' | 'advanceHead' | 'skipIfPermanent'>;

/** What a head needs to advance. */
export interface AdvanceServices {
  readonly log: ProjectedLog;
  readonly inboxIndex: Pick<InboxIndex, 'markFresh'>;
}

export interface ProjectionServices extends NoteOfferServices, SettleServices, AdvanceServices {
  readonly log: ProjectedLog & SettleServices['log'];
  readonly conversations: Pick<Conversations, 'open'>;
}

/** Entries per read where a head must catch up with its log. */
const STEP = 200;

/**
 * Projects a batch of new entries.
 * @returns the entries that failed and must be delivered again, each with its error
 */
export async function project(
  entries: readonly Entry[],
  services: ProjectionServices,
): Promise<ReadonlyMap<Entry, unknown>> {
  const byConversation = new Map<string, Entry[]>();
  for (const entry of entries)
    byConversation.set(entry.conversation, [...(byConversation.get(entry.conversation) ?? []), entry]);

  const failures = new Map<Entry, unknown>();
  await Promise.all(
    [...byConversation.values()].map(async (group) => {
      try {
        await projectConversation(group, services);
      } catch (error) {
        // Never skipped, even where a retry cannot help: without its head, no inbox shows an entry. Entries
        // that keep failing are given up with their records, from which they can be projected later.
        for (const entry of group) failures.set(entry, error);
      }
    }),
  );
  return failures;
}

async function projectConversation(group: readonly Entry[], services: ProjectionServices): Promise<void> {
  const { conversations } = services;
  const first = group.find(({ seq }) => seq === 1);
  await Promise.all([
    first && conversations.open(first.sender, first.recipient, first.timestamp),
    // A message must be marked as deleted before its files go.
    advanceOver(group, services).then(() => Promise.all(group.map((entry) => settleFiles(services, entry)))),
    ...group.map((entry) => noteOffer(services, entry)),
  ]);
}

/**
 * Applies entries of one conversation and advances its head to the newest. A head never passes a change that is
 * not applied: readers look for unapplied changes after the head only. Nor does it pass the first message of a day
 * before both inboxes have the conversation among those of the day. So the entries between the head and
 * these are applied here as well: the batch that holds them is late or was given up.
 */
async function advanceOver(entries: readonly Entry[], services: AdvanceServices): Promise<void> {
  const { log } = services;
  await applyAll(entries, services);
  const seqs = new Set(entries.map(({ seq }) => seq));
  const newest = entries.reduce((newer, entry) => (entry.seq > newer.seq ? entry : newer));
  let after = newest.seq - 1;
  while (seqs.has(after)) after--;
  let reached = await log.advanceHead(headOf(newest), after);
  while (reached < newest.seq) reached = await advanceFrom(reached, newest.conversation, services);
}

/** Skips a change that can never be applied: otherwise the head could not advance past it. */
const applyAll = (entries: readonly Entry[], { log, inboxIndex }: AdvanceServices): Promise<unknown> =>
  Promise.all([
    ...entries.filter(({ newDay }) => newDay).map((entry) => moveInInboxes(entry, inboxIndex)),
    ...entries.map(async (entry) => {
      try {
        await apply(entry, log);
      } catch (error) {
        if (!log.skipIfPermanent(entry, error)) throw error;
      }
    }),
  ]);

const moveInInboxes = (
  { sender, recipient, timestamp }: Entry,
  inboxIndex: AdvanceServices['inboxIndex'],
): Promise<unknown> =>
  Promise.all(
    [...new Set([sender, recipient])].map((person) =>
      inboxIndex.markFresh(person, person === sender ? recipient : sender, dayOf(timestamp)),
    ),
  );

/**
 * Applies the entries that follow a head, and advances the head over them.
 * @returns the seq the head has reached now
 */
async function advanceFrom(lastSeq: number, conversation: string, services: AdvanceServices): Promise<number> {
  const { log } = services;
  const missing = await log.entriesFrom(conversation, lastSeq + 1, STEP);
  const newest = missing.at(-1);
  if (!newest) return Infinity; // The conversation was removed.
  await applyAll(missing, services);
  return log.advanceHead(headOf(newest), lastSeq);
}

/**
 * Read repair: advances a head over the entries that follow it, where a reader sees that the log goes further.
 * The consumer is late or has given up, and without the head no inbox would show those entries. A failure is
 * logged, and the reader is answered all the same.
 * @param head as it was read together with the log; undefined: there is none
 * @param end the last seq that was seen in the log
 */
export async function repairHead(
  services: AdvanceServices,
  conversation: string,
  head: Head | undefined,
  end: number,
): Promise<void> {
  const lastSeq = head?.lastSeq ?? 0;
  if (end <= lastSeq) return;
  try {
    await advanceFrom(lastSeq, conversation, services);
  } catch (error) {
    console.error('A head is behind its log and could not be advanced. The next reader tries again.', error);
  }
}
