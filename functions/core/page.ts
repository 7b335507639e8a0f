/** The newest messages of a log, read backwards past the entries that are not messages. */
import type { Entry } from './entry.ts';

export interface ReadableLog {
  /** Entries with `seq < before` (undefined: from the end), descending, strongly consistent; the head is never among them. */
  entriesBefore(conversation: string, before: number | undefined, limit: number): Promise<readonly Entry[]>;
}

export interface MessagePage {
  /** Newest first. */
  readonly messages: readonly MessageEntry[];
  /** Where the following page begins, if there is one. */
  readonly next: number | undefined;
  /** Seq of the newest entry read: on the newest page, the end of the log. */
  readonly through: number;
}

export type MessageEntry = Extract<Entry, { kind: 'message' }>;

/** Entries read at a time once the first read did not yield a page: a run of edits and reactions is passed in large steps. */
const STEP = 100;

export async function readPage(log: ReadableLog, conversation: string, before: number | undefined, limit: number): Promise<MessagePage> {
  const found: MessageEntry[] = [];
  let through: number | undefined;
  let oldest = before;
  for (let size = limit; found.length < limit; size = STEP) {
    const entries = await log.entriesBefore(conversation, oldest, size);
    found.push(...entries.filter((entry) => entry.kind === 'message'));
    through ??= entries[0]?.seq;
    oldest = entries.at(-1)?.seq ?? 1;
    if (oldest === 1) break;
  }
  const messages = found.slice(0, limit);
  const next = messages.at(-1)?.seq ?? 1;
  return { messages, next: next > 1 ? next : undefined, through: through ?? 0 };
}
