/**
 * The texts that a message had before it was edited. The first is kept in the message, the others in the entries of
 * its edits; a deletion erases them all.
 */

import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import { notFound } from '#contract/refusal.ts';
import { getMessage } from './get-message.ts';
import type { Log } from './ports.ts';

/** A text that was replaced. */
export interface EarlierText {
  readonly body: string;
  /** When it was written: epoch milliseconds. */
  readonly timestamp: number;
}

export interface EarlierTexts {
  /** Newest first. */
  readonly texts: readonly EarlierText[];
  /** The `before` of the next page, if there is one. */
  readonly next: number | undefined;
}

/** Edits that one page reads, each of up to 16 KB: a function may answer at most 6 MB. */
const PAGE_EDITS = 50;

/**
 * Returns a page of the texts that a message had before the one it has now. A deleted message has none.
 * @param before seq of an edit: returns only older texts than its own; undefined: the newest
 * @throws {Refusal} `not-found` where there is no such message, and for everyone but its two people
 */
export async function earlierTexts(
  log: Pick<Log, 'get' | 'getMany'>,
  person: string,
  id: string,
  before = Infinity,
): Promise<EarlierTexts> {
  // Strong: who has just edited it sees the text before.
  const message = await getMessage(log, person, id, 'strong');
  if (!isMessage(message)) throw notFound();
  const { conversation, seq, timestamp, deletionSeq, editSeq = 0, edits = [], original } = message;
  if (deletionSeq !== undefined || editSeq === 0) return { texts: [], next: undefined };
  const older = [...edits].filter((edit) => edit < Math.min(before, editSeq)).toSorted((one, other) => other - one);
  const page = older.slice(0, PAGE_EDITS);
  const read = page.length > 0 ? await log.getMany(page.map((edit) => ({ conversation, seq: edit }))) : [];
  const replaced = read
    .filter(isKnown)
    .toSorted((one, other) => other.seq - one.seq)
    .flatMap((entry) =>
      entry.kind === 'edit' && entry.target === seq ? { body: entry.body, timestamp: entry.timestamp } : [],
    );
  if (older.length > page.length) return { texts: replaced, next: page.at(-1) };
  return { texts: original === undefined ? replaced : [...replaced, { body: original, timestamp }], next: undefined };
}
