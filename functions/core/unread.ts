/** Unread counts are computed from two positions. Nothing is counted up or down, so nothing can drift. */

import { sentCount, type RunningState } from './entry.ts';

/** Returns how many messages of `peer` a person has not read. Notes to oneself are never unread. */
export const unreadOf = (person: string, peer: string, state: RunningState, readCount: number): number =>
  person === peer ? 0 : Math.max(0, sentCount(peer, state) - readCount);
