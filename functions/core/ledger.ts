/**
 * The ledger: what a restore to an earlier moment must not undo. A restored table has the texts that were deleted since
 * then, and does not know who was blocked; the restore looks them up here. It holds ids alone, and only for as long as
 * a table can be restored.
 */

import type { Position } from '#contract/message-id.ts';

/**
 * How long the ledger keeps an act: a day longer than DynamoDB can restore a table.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
 */
export const LEDGER_LIFETIME_MS = 36 * 24 * 60 * 60_000;

/** An act that holds in every timeline. */
export type LastingAct =
  | (Position & {
      readonly kind: 'deleted-message';
      /** Of the entry: after a restore, another entry may take its place. */
      readonly generation: number;
      readonly by: 'sender' | 'moderator';
    })
  /** Or unblocked: the latest of the two counts. */
  | { readonly kind: 'block'; readonly person: string; readonly peer: string; readonly blocked: boolean }
  | { readonly kind: 'deleted-account'; readonly username: string }
  /** By its owner. */
  | { readonly kind: 'deleted-post'; readonly post: string }
  /** By an administrator. */
  | { readonly kind: 'removed-post'; readonly post: string }
  | { readonly kind: 'removed-thanks'; readonly post: string; readonly helper: string };

export interface Ledger {
  /**
   * Notes an act in place of an earlier one on the same subject. Note what takes something away before it is done: if
   * we crash in between, a restore takes it away, which was wanted.
   * @param at epoch milliseconds
   */
  note(act: LastingAct, at: number): Promise<void>;
}
