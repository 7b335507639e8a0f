/**
 * Counts what is unread in the whole inbox, of which this device knows a part: the server's totals, and what has
 * changed since in the conversations that are known to be counted in them.
 */

import { NOTHING, sum, totalsOf } from './inbox-lists.ts';
import type { InboxRow, InboxTotals } from './mailbox.ts';

export interface InboxCount {
  /** Counts how often what a conversation adds has changed. */
  readonly changes: number;
  /** Returns the totals. @param inbox all conversations that are known */
  totals(inbox: readonly InboxRow[]): InboxTotals;
  /** Takes the server's totals. @param told undefined: all conversations that count are known, or will be */
  take(told: InboxTotals | undefined): void;
  /** Says what a conversation adds to the totals that were taken last. */
  setCounted(peer: string, counted: InboxTotals): void;
  /** Takes the server's totals again: they have all that is known in them, but for what is held. */
  retake(told: InboxTotals | undefined): void;
  /**
   * Says that something changes here before the server has it.
   * @returns ends that: the totals are asked for again, where they were taken meanwhile
   */
  hold(): () => void;
  /** Notes that a conversation may have changed. */
  note(peer: string, row: InboxRow | undefined): void;
}

/** @param onUncounted called where the totals have to be asked for again */
export function createInboxCount(onUncounted: () => void): InboxCount {
  let told: InboxTotals | undefined;
  /** What each conversation adds to `told`, and what it adds now. What adds an unknown number is not in the first. */
  const counted = new Map<string, InboxTotals>();
  const current = new Map<string, InboxTotals>();
  let changes = 0;
  let holds = 0;
  let retakenInHold = false;

  return {
    get changes() {
      return changes;
    },
    totals(inbox) {
      const base = told;
      if (!base) return inbox.map(totalsOf).reduce(sum, NOTHING);
      return inbox.map((row) => difference(totalsOf(row), counted.get(row.peer))).reduce(sum, base);
    },
    take(totals) {
      told = totals;
      counted.clear();
    },
    setCounted: (peer, totals) => counted.set(peer, totals),
    retake(totals) {
      told = totals;
      retakenInHold = holds > 0;
      for (const [peer, now] of current) if (counted.has(peer)) counted.set(peer, now);
    },
    hold() {
      holds++;
      return () => {
        holds--;
        if (holds > 0 || !retakenInHold) return;
        retakenInHold = false;
        if (told) onUncounted();
      };
    },
    note(peer, row) {
      if (!row) return;
      const now = totalsOf(row);
      const before = current.get(peer);
      if (now.unread !== before?.unread || now.requests !== before.requests) changes++;
      current.set(peer, now);
      if (!told || counted.has(peer)) return;
      counted.set(peer, now);
      onUncounted();
    },
  };
}

const difference = (one: InboxTotals, other = one): InboxTotals => ({
  unread: one.unread - other.unread,
  requests: one.requests - other.requests,
});
