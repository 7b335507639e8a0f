/**
 * Appending to a log: no holes, no duplicates, one order, with one read at most and one conditional write.
 *
 * Nobody writes slot n+1 before slot n exists, so the log has no holes. An attempt writes slot n+1 only after
 * it has read every slot from `after` to n without finding its own `clientId`. So of any number of copies of
 * one send that race, one wins and the others find it. A lost answer makes such a copy, too: the SDK retries a
 * write that had succeeded.
 */

import { conversationOf } from '#contract/message-id.ts';
import { Refusal } from '#contract/refusal.ts';
import { ERASED, generationOf, nextEntry, type Draft, type Entry } from './entry.ts';
import { nextArrivalTimes, type SendRate } from './limits.ts';
import type { Clock, Log } from './ports.ts';

export type AppendableLog = Pick<Log, 'entriesFrom' | 'tail' | 'put' | 'generation'>;

export interface Append {
  readonly draft: Draft;
  /** The newest seq the client had when it wrote. Where it is unknown, a later repeat is not recognized. */
  readonly after: number | undefined;
  /** The generation of the client's entry at `after`, if it says so. */
  readonly generation?: number | undefined;
  /**
   * The entry at `after`, from a read that the caller makes anyway. Where it is the newest, as it mostly is, the log
   * is not read at all. May be stale or missing, and may reject: the log is read then.
   */
  readonly seen?: Promise<Entry | undefined>;
  /**
   * Called before each write with the entry it would follow. Throws a Refusal where the draft may not be written.
   * @returns the draft with what only the server can say about it; undefined: it is written as it is
   */
  readonly admit: (tail: Entry | undefined) => Promise<Draft | undefined>;
  /** How often the sender may write here; undefined: without limit. */
  readonly rate: SendRate | undefined;
}

/** The stored entry; `created` is false where an earlier copy of the request had stored it. */
export interface Appended {
  readonly entry: Entry;
  readonly created: boolean;
}

/** Entries that are searched for an earlier copy. A client that is further behind must catch up first. */
const SEARCH_LIMIT = 200;
/** Slots that may be lost to other writers before the append gives up. */
const ATTEMPTS = 20;
/** Longest wait after a lost slot. */
const BACKOFF_MAX_MS = 100;

/**
 * @throws {Refusal} `client-id-taken`, `behind`, `reset`, `too-many-requests`, `unavailable`, and what `admit`
 * throws
 */
export async function append(
  log: AppendableLog,
  { draft, after, generation, seen: atAfter, admit, rate }: Append,
  clock: Clock,
): Promise<Appended> {
  const conversation = conversationOf(draft.sender, draft.recipient);
  /** Writes the slot after `tail`. @returns the stored entry; undefined where another writer was there first */
  const write = async (tail: Entry | undefined): Promise<Appended | undefined> => {
    const admitted = (await admit(tail)) ?? draft;
    const now = clock.now();
    const arrivalTimes = rate && nextArrivalTimes(tail?.arrivalTimes ?? {}, draft.sender, rate, now);
    const entry = nextEntry(tail, admitted, now, arrivalTimes, log.generation);
    return (await log.put(entry)) ? { entry, created: true } : undefined;
  };

  const guess = await atAfter?.catch(() => undefined);
  if (after !== undefined && guess?.seq === after) {
    const written = await writeAfter(guess, after, generation, write);
    if (written) return written;
  }

  let seen = after;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const entries = await readFrom(log, conversation, seen, attempt === 0 ? generation : undefined);
    const later = entries.filter(({ seq }) => seq > (seen ?? Infinity));
    const copy = later.find(({ sender, clientId }) => sender === draft.sender && clientId === draft.clientId);
    if (copy) return repeated(copy, draft);
    if (later.length > SEARCH_LIMIT) throw behind();

    const tail = entries.at(-1);
    const written = await write(tail);
    if (written) return written;

    seen = tail?.seq ?? 0;
    await clock.sleep(clock.random() * Math.min(BACKOFF_MAX_MS, 2 ** attempt));
  }
  throw new Refusal('unavailable', 'This conversation is busy. Send again in a second.', { retryAfter: 1 });
}

/**
 * Writes the slot after `after`, as if the log had been read when `guess` was its newest entry.
 * @returns undefined where the log must be read: the slot is taken, or the write is refused. A refusal may not come
 * before the search for an earlier copy, whose repeat is answered whatever has happened since.
 */
async function writeAfter(
  guess: Entry,
  after: number,
  generation: number | undefined,
  write: (tail: Entry) => Promise<Appended | undefined>,
): Promise<Appended | undefined> {
  try {
    requireSameEntry(guess, after, generation);
    return await write(guess);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/**
 * Returns the entry at `seen`, the {@link SEARCH_LIMIT} after it, and one to know whether there are more. Where
 * nothing was seen, returns the newest entry alone.
 */
async function readFrom(
  log: AppendableLog,
  conversation: string,
  seen: number | undefined,
  generation: number | undefined,
): Promise<readonly Entry[]> {
  if (seen === undefined) {
    const tail = await log.tail(conversation);
    return tail ? [tail] : [];
  }
  const entries = await log.entriesFrom(conversation, seen, SEARCH_LIMIT + 2);
  requireSameEntry(entries[0], seen, generation);
  return entries;
}

function repeated(copy: Entry, draft: Draft): Appended {
  if (copy.requestId === draft.requestId) return { entry: copy, created: true };
  // The text of a deleted message is gone, so its placeholder answers any repeat of a message.
  const isErased = copy.digest === ERASED && copy.kind === draft.kind;
  if (copy.digest === draft.digest || isErased) return { entry: copy, created: false };
  throw new Refusal('client-id-taken', 'Another message was sent with this clientId. Choose a new one.');
}

const behind = (): Refusal =>
  new Refusal('behind', `More than ${SEARCH_LIMIT} entries follow 'after'. Read the log to its end, then send again.`);

/**
 * Makes sure that the client's entry at `after` is the one that the log has there.
 * @param stored the first entry of the log from `after` on
 * @param generation of the client's entry; undefined: the client does not say, and only a missing entry is noticed
 * @throws {Refusal} `reset`
 */
export function requireSameEntry(stored: Entry | undefined, after: number, generation: number | undefined): void {
  if (after === 0) return;
  if (stored?.seq !== after || (generation ?? generationOf(stored)) !== generationOf(stored)) throw reset();
}

/** The client has seen more than there is, or something else: the table was restored or emptied. */
export const reset = (): Refusal =>
  new Refusal('reset', 'The conversation has no such entry. Drop the local copy, load it again, then send again.');
