/** How messages read in the end, by the log alone: the newest edit has the text, a deletion is for ever, the last word on a reaction counts. */
import type { Entry, MessageEntry } from '../../functions/core/entry.ts';

export interface Reading {
  readonly seq: number;
  readonly body: string;
  readonly deleted: boolean;
  /** Who reacts with what: `alice 👍`, sorted. */
  readonly reactions: readonly string[];
}

/** @param original the text a message was sent with; the table may have another one by now */
export function readingOf(message: MessageEntry, log: readonly Entry[], original: string | undefined): Reading {
  const { seq } = message;
  let body = original ?? message.body;
  let deleted = false;
  const reactions = new Set<string>();
  for (const entry of log) {
    if (entry.kind === 'message' || entry.target !== seq) continue;
    if (entry.kind === 'edit') ({ body } = entry);
    if (entry.kind === 'deletion') deleted = true;
    if (entry.kind !== 'reaction') continue;
    const reaction = `${entry.sender} ${entry.emoji}`;
    if (entry.on) reactions.add(reaction);
    else reactions.delete(reaction);
  }
  return deleted ? { seq, body: '', deleted, reactions: [] } : { seq, body, deleted, reactions: [...reactions].sort() };
}

/** The same of what is shown. */
export function readingShown(row: {
  readonly seq?: number | undefined;
  readonly body: string;
  readonly deleted?: string | undefined;
  readonly reactions?: undefined | readonly { readonly emoji: string; readonly people: readonly string[] }[];
}): Reading {
  const reactions = (row.reactions ?? []).flatMap(({ emoji, people }) => people.map((person) => `${person} ${emoji}`));
  return { seq: row.seq ?? 0, body: row.body, deleted: row.deleted !== undefined, reactions: reactions.sort() };
}
