/**
 * The newest messages of a log, read backwards past the entries that are not messages. Those are changes to earlier
 * messages: the page has every one that was read, even where it is not applied to its message yet.
 */

import { withChanges } from './apply.ts';
import type { Change, MessageEntry } from './entry.ts';
import type { Log } from './ports.ts';

export interface MessagePage {
  /** Newest first. */
  readonly messages: readonly MessageEntry[];
  /** The `before` of the next page, if there is one. */
  readonly next: number | undefined;
  /** Seq of the newest entry read: on the newest page, the end of the log. */
  readonly through: number;
}

/** Entries per read once the first read did not fill the page: large steps pass a run of edits and reactions. */
const STEP = 100;

/** @param before returns only messages with a smaller seq; undefined: the newest */
export async function listMessages(
  log: Pick<Log, 'entriesBefore' | 'entriesFrom' | 'heads'>,
  conversation: string,
  before: number | undefined,
  limit: number,
): Promise<MessagePage> {
  const found: MessageEntry[] = [];
  if (before !== undefined && before <= 1) return { messages: [], next: undefined, through: 0 };
  // Read the changes before the page: the page has those that are applied in the meantime.
  const changes: Change[] = before === undefined ? [] : [...(await changesAfterHead(log, conversation))];
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

/** Returns the changes that may not be applied yet: those after the head. The newest page reads them anyway. */
export async function changesAfterHead(
  log: Pick<Log, 'heads' | 'entriesFrom'>,
  conversation: string,
): Promise<readonly Change[]> {
  const [head] = await log.heads([conversation]);
  const entries = await log.entriesFrom(conversation, (head?.lastSeq ?? 0) + 1, Infinity);
  return entries.filter((entry) => entry.kind !== 'message');
}
