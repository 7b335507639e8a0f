/**
 * Appending to a log: no hole, no duplicate, one order, with one read and one conditional write.
 *
 * Nobody writes slot n+1 before slot n exists, so the log has no holes. An attempt only writes slot n+1 after it has read
 * every slot from `after` to n without finding its own `clientId`; so however many copies of one send race, one wins and the
 * others find it. A lost answer makes such a copy too: the SDK's own retry of a write that had succeeded.
 */

import { conversationOf } from '#contract/message-id.ts';
import { Refusal } from '#contract/refusal.ts';
import type { Clock } from './clock.ts';
import { ERASED, follow, type Draft, type Entry } from './entry.ts';
import { nextPaces, type SendRate } from './limits.ts';

export interface AppendableLog {
  /** Entries with `seq >= from`, ascending, strongly consistent, at most `limit` of them; the head is never among them. */
  entriesFrom(conversation: string, from: number, limit: number): Promise<readonly Entry[]>;
  /** The newest entry, strongly consistent. */
  tail(conversation: string): Promise<Entry | undefined>;
  /** Writes the entry if its slot is free, and answers whether it was. */
  put(entry: Entry): Promise<boolean>;
}

export interface Append {
  readonly draft: Draft;
  /** The newest seq the client had when it wrote; where it is unknown, only this very request is protected from repeats. */
  readonly after: number | undefined;
  /** Called before a write, with the entry it would follow; throws a Refusal where the draft may not be written. */
  readonly admit: (tail: Entry | undefined) => Promise<void>;
  /** How often the sender may write here; undefined: as often as they like. */
  readonly rate: SendRate | undefined;
}

/** What became of a draft: `created` by this request, or found as an earlier copy of it had stored it. */
export interface Appended {
  readonly entry: Entry;
  readonly created: boolean;
}

/** Entries an append searches at most for an earlier copy of itself. A client further behind catches up first. */
const SEARCH_LIMIT = 200;
/** Slots that may be lost to others before a send gives up. */
const ATTEMPTS = 20;
/** Longest wait after a lost slot, in milliseconds. */
const BACKOFF_MAX = 100;

/** @throws {Refusal} `client-id-taken`, `behind`, `reset`, `too-many-requests`, `unavailable`, and what `admit` throws */
export async function append(
  log: AppendableLog,
  { draft, after, admit, rate }: Append,
  clock: Clock,
): Promise<Appended> {
  const conversation = conversationOf(draft.sender, draft.recipient);
  let seen = after;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const entries = await read(log, conversation, seen);
    const later = entries.filter(({ seq }) => seq > (seen ?? Infinity));
    const copy = later.find(({ sender, clientId }) => sender === draft.sender && clientId === draft.clientId);
    if (copy) return repeated(copy, draft);
    if (later.length > SEARCH_LIMIT) throw behind();

    const tail = entries.at(-1);
    await admit(tail);
    const now = clock.now();
    const entry = follow(tail, draft, now, rate && nextPaces(tail?.paces ?? {}, draft.sender, rate, now));
    if (await log.put(entry)) return { entry, created: true };

    seen = tail?.seq ?? 0;
    await clock.sleep(clock.random() * Math.min(BACKOFF_MAX, 2 ** attempt));
  }
  throw new Refusal('unavailable', 'Many are writing to this conversation right now. Send it again in a second.', {
    retryAfter: 1,
  });
}

/** The entry at `seen`, the {@link SEARCH_LIMIT} after it, and one to know of more; where nothing was seen, the newest one alone. */
async function read(log: AppendableLog, conversation: string, seen: number | undefined): Promise<readonly Entry[]> {
  if (seen === undefined) {
    const tail = await log.tail(conversation);
    return tail ? [tail] : [];
  }
  const entries = await log.entriesFrom(conversation, seen, SEARCH_LIMIT + 2);
  if (seen > 0 && entries[0]?.seq !== seen) throw reset();
  return entries;
}

function repeated(copy: Entry, draft: Draft): Appended {
  if (copy.requestId === draft.requestId) return { entry: copy, created: true };
  // What a deleted message had said is not known any more: its placeholder answers for it.
  if (copy.digest === draft.digest || copy.digest === ERASED) return { entry: copy, created: false };
  throw new Refusal('client-id-taken', 'Another message was sent under this clientId. Choose a new one.');
}

const behind = (): Refusal =>
  new Refusal(
    'behind',
    `More than ${SEARCH_LIMIT} entries follow 'after'. Read the log up to its end, then send again.`,
  );

/** The client has seen more than there is: the table was restored or emptied. */
export const reset = (): Refusal =>
  new Refusal('reset', "The conversation ends before 'after'. Drop the local copy, load it again, then send again.");
