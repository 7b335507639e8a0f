/**
 * The newest messages of a log, read backwards past the entries that are not messages. Those are changes to earlier messages;
 * the ones that were read are in the page, also where they have not been applied to their messages yet.
 */

import { withChanges } from './apply.ts';
import type { Change, Entry, Head, MessageEntry } from './entry.ts';

export interface ReadableLog {
  /** Entries with `seq < before` (undefined: from the end), descending, strongly consistent; the head is never among them. */
  entriesBefore(conversation: string, before: number | undefined, limit: number): Promise<readonly Entry[]>;
  entriesFrom(conversation: string, from: number, limit: number): Promise<readonly Entry[]>;
  heads(conversations: readonly string[]): Promise<readonly Head[]>;
}

export interface MessagePage {
  /** Newest first. */
  readonly messages: readonly MessageEntry[];
  /** Where the following page begins, if there is one. */
  readonly next: number | undefined;
  /** Seq of the newest entry read: on the newest page, the end of the log. */
  readonly through: number;
}

/** Entries read at a time once the first read did not yield a page: a run of edits and reactions is passed in large steps. */
const STEP = 100;

export async function readPage(
  log: ReadableLog,
  conversation: string,
  before: number | undefined,
  limit: number,
): Promise<MessagePage> {
  const found: MessageEntry[] = [];
  if (before !== undefined && before <= 1) return { messages: [], next: undefined, through: 0 };
  // Before the page: what is applied in the meantime is in the page, then.
  const changes: Change[] = before === undefined ? [] : [...(await changesAhead(log, conversation))];
  let through: number | undefined;
  let oldest = before;
  for (let size = limit; found.length < limit; size = STEP) {
    const entries = await log.entriesBefore(conversation, oldest, size);
    found.push(...entries.filter((entry) => entry.kind === 'message'));
    changes.push(...entries.filter((entry) => entry.kind !== 'message'));
    through ??= entries[0]?.seq;
    oldest = entries.at(-1)?.seq ?? 1;
    if (oldest === 1) break;
  }
  const messages = found.slice(0, limit).map((message) => withChanges(message, changes));
  const next = messages.at(-1)?.seq ?? 1;
  return { messages, next: next > 1 ? next : undefined, through: through ?? 0 };
}

/** Changes that nobody may have applied yet: those after the head. On the newest page they are read anyway. */
export async function changesAhead(
  log: Pick<ReadableLog, 'heads' | 'entriesFrom'>,
  conversation: string,
): Promise<readonly Change[]> {
  const [head] = await log.heads([conversation]);
  const entries = await log.entriesFrom(conversation, (head?.lastSeq ?? 0) + 1, Infinity);
  return entries.filter((entry) => entry.kind !== 'message');
}
