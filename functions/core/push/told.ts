/**
 * That somebody was told. A conversation is told once until they look: with the recipient's row is kept which entry
 * they were told of (`toldSeq`), and once a push service has taken it, that it was posted (`postedSeq`). They have
 * looked when they have read up to that entry. All three are positions in the log.
 */

import { isMuted, type ConversationRow } from '../conversation-row.ts';

/**
 * How long a claim keeps others from telling before it is posted: longer than a function runs, and shorter than the
 * queue hides a job. So a job whose function died can be done when it comes again.
 */
export const CLAIM_MS = 60_000;

/** What is kept with a row. */
export interface ToldPosition {
  readonly toldSeq?: number;
  /** When it was claimed, in epoch milliseconds. */
  readonly toldAt?: number;
  readonly postedSeq?: number;
}

export type ToldRow = ConversationRow & ToldPosition;

export interface Told {
  /**
   * Claims the telling of a message, unless the recipient has read it, was told and has not looked since, or does not
   * want to hear of the conversation. Creates the row if there is none.
   * @param at when the entry was written
   * @returns the row; undefined where it is not to be told
   */
  claim(message: ToldMessage, now: number, at: number): Promise<ToldRow | undefined>;
  /** Notes that a push service has taken it. */
  finish(message: ToldMessage): Promise<void>;
  /** Claims what is told once and for all. @param key names it @param until when this may be forgotten */
  claimOnce(key: string, now: number, until: number): Promise<boolean>;
  finishOnce(key: string): Promise<void>;
}

export interface ToldMessage {
  readonly recipient: string;
  readonly sender: string;
  readonly seq: number;
}

/** True where a person wants to hear of the peer of a conversation. */
export const isHeard = (row: ConversationRow, now: number): boolean =>
  !isMuted(row, now) && row.blocked !== true && row.declined !== true;

/** True where a person wants to hear of a message and has not read it. */
export const isWanted = (row: ConversationRow, seq: number, now: number): boolean =>
  isHeard(row, now) && (row.readSeq ?? 0) < seq;

/** True where a message may have to be told. A claim that was not posted may be of a function that died. */
export function isUntold(row: ToldRow, seq: number, now: number): boolean {
  const { toldSeq = 0, postedSeq = 0, readSeq = 0 } = row;
  return isWanted(row, seq, now) && (toldSeq <= readSeq || postedSeq < toldSeq);
}
