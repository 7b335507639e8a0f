/**
 * How many frames a socket may send that do nothing for anybody: pings, frames that are not understood, and those over
 * the limit of their person. A page sends a ping in some minutes. Beyond thirty in a minute the socket is closed.
 */

import type { Counters } from './ports.ts';

export const USELESS_FRAMES_PER_MINUTE = 30;
/**
 * So many are counted in the memory of a function's instance, each minute and for each socket, and written only from
 * then on: an honest socket's pings cost no write. A flood over several instances gets that many more in each.
 */
const UNWRITTEN_PER_MINUTE = 5;

const MINUTE_MS = 60_000;

/** Counts a useless frame of a socket. @returns whether it is within the limit */
export type CountUseless = (connectionId: string, now: number) => Promise<boolean>;

export function uselessFrames(counters: Counters): CountUseless {
  let minute = 0;
  let unwritten = new Map<string, number>();
  return async (connectionId, now) => {
    const current = Math.floor(now / MINUTE_MS);
    if (current !== minute) {
      minute = current;
      unwritten = new Map();
    }
    const count = (unwritten.get(connectionId) ?? 0) + 1;
    if (count <= UNWRITTEN_PER_MINUTE) {
      unwritten.set(connectionId, count);
      return true;
    }
    const limit = USELESS_FRAMES_PER_MINUTE - UNWRITTEN_PER_MINUTE;
    return counters.take(`useless#${connectionId}#${current}`, limit, (current + 1) * MINUTE_MS);
  };
}
