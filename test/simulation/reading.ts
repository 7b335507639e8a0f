/**
 * How messages read at rest, computed from the log alone: the newest edit has the text, a deletion is final, and the
 * last entry about a reaction counts.
 */

import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import type { Entry, MessageEntry } from '#functions/core/entry.ts';

export interface Reading {
  readonly seq: number;
  readonly body: string;
  readonly deleted: boolean;
  /** Person and emoji, as in `alice 👍`; sorted. */
  readonly reactions: readonly string[];
  /** The text of the message it answers; empty if that was deleted. */
  readonly quote?: string | undefined;
}

/** @param originals the texts that messages were sent with, by clientId: those in the table may have changed */
export function readingOf(
  message: MessageEntry,
  log: readonly Entry[],
  originals: (clientId: string) => string | undefined,
): Reading {
  const answered = message.replyTo === undefined ? undefined : log[message.replyTo - 1];
  const quote = answered && isMessage(answered) ? { quote: aloneOf(answered, log, originals).body } : {};
  return { ...aloneOf(message, log, originals), ...quote };
}

function aloneOf(
  { seq, clientId, body: stored }: MessageEntry,
  log: readonly Entry[],
  originals: (clientId: string) => string | undefined,
): Reading {
  let body = originals(clientId) ?? stored;
  const reactions = new Set<string>();
  for (const entry of log) {
    if (!isKnown(entry) || entry.kind === 'message' || entry.target !== seq) continue;
    if (entry.kind === 'deletion') return { seq, body: '', deleted: true, reactions: [] };
    if (entry.kind === 'edit') ({ body } = entry);
    if (entry.kind !== 'reaction') continue;
    const reaction = `${entry.sender} ${entry.emoji}`;
    if (entry.on) reactions.add(reaction);
    else reactions.delete(reaction);
  }
  return { seq, body, deleted: false, reactions: [...reactions].sort() };
}

/** How a row of the client, or a message of the API, reads. */
export function readingShown(row: {
  readonly seq?: number | undefined;
  readonly body: string;
  readonly deleted?: string | undefined;
  readonly reactions?: undefined | readonly { readonly emoji: string; readonly people: readonly string[] }[];
  readonly quote?: undefined | { readonly body: string };
}): Reading {
  const reactions = (row.reactions ?? []).flatMap(({ emoji, people }) => people.map((person) => `${person} ${emoji}`));
  const quote = row.quote ? { quote: row.quote.body } : {};
  return {
    seq: row.seq ?? 0,
    body: row.body,
    deleted: row.deleted !== undefined,
    reactions: reactions.sort(),
    ...quote,
  };
}
