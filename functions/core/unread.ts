/** Unread counts are computed from two positions, and never counted up and down. */

import { sentBy, type RunningState } from './entry.ts';

/** What a person has read of a conversation. */
export interface ReadPosition {
  /** Seq of the entry read last; 0: nothing. */
  readonly readSeq: number;
  /** How many of the peer's messages there were up to that entry. */
  readonly readCount: number;
}

/** How many messages `peer` has sent that `person` has not read. Notes to oneself are never unread. */
export const unreadOf = (person: string, peer: string, state: RunningState, readCount: number): number =>
  person === peer ? 0 : Math.max(0, sentBy(peer, state) - readCount);
