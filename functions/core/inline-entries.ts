/**
 * Entries that travel in their announcement, so that clients need not download them. What travels is what the download
 * would return: it is read where the sockets are, after the batch was applied, so a batch that is late or is delivered
 * again brings no text that a download would not.
 */

import { isKnown } from '#contract/entry-kinds.ts';
import { messageId, type Position } from '#contract/message-id.ts';
import type { Connection } from './connection.ts';
import type { Entry } from './entry.ts';
import { quotedPosition } from './quotes.ts';

/** Sending entries along is a setting; without it frames have ids alone. */
export interface InlineEntries {
  /** Reads the live sockets of people, and the entries that exist of some, eventually consistent as a download is. */
  read(
    usernames: readonly string[],
    positions: readonly Position[],
  ): Promise<{ readonly sockets: readonly Connection[]; readonly entries: readonly Entry[] }>;
  /** Returns an entry as it is shown to a person. */
  present(entry: Entry, reader: string): object;
}

/**
 * Largest frame, in bytes. A larger message must be split into frames, or its connection is closed with code 1009:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const FRAME_MAX_BYTES = 32 * 1024;

/** True for entries that need nothing else to be shown. A reply needs what it quotes, and is downloaded. */
export const isInline = (entry: Entry): boolean => isKnown(entry) && quotedPosition(entry) === undefined;

/**
 * Returns the frame that announces entries, with as many of those that were read as it can hold.
 * @param ids all that it announces
 * @param presented what was read of them, as its person sees it
 */
export function frameOf(ids: readonly string[], presented: readonly object[]): object {
  const frame = { type: 'messages', ids };
  let size = byteLength({ ...frame, entries: [] });
  const entries = presented.filter((entry) => {
    const bytes = byteLength(entry) + 1;
    if (size + bytes > FRAME_MAX_BYTES) return false;
    size += bytes;
    return true;
  });
  return entries.length > 0 ? { ...frame, entries } : frame;
}

const byteLength = (value: object): number => Buffer.byteLength(JSON.stringify(value));

/**
 * Returns the entries that were read, as a person sees them, in the order of their ids. One that cannot be presented is
 * left out: its id is announced all the same.
 */
export function presentedTo(
  reader: string,
  ids: readonly string[],
  entries: ReadonlyMap<string, Entry>,
  present: InlineEntries['present'],
): readonly object[] {
  return ids.flatMap((id) => {
    const entry = entries.get(id);
    try {
      return entry ? [present(entry, reader)] : [];
    } catch (error) {
      console.error(`The entry ${id} is not sent along, since it cannot be presented:`, error);
      return [];
    }
  });
}

/** Returns entries by their ids. */
export const byId = (entries: readonly Entry[]): ReadonlyMap<string, Entry> =>
  new Map(entries.map((entry) => [messageId(entry), entry]));
