/**
 * Counts what is unread in the whole inbox, of which this device knows a part: the server's totals, and what has
 * changed since in the conversations that are known to be counted in them.
 */

import { NOTHING, sum } from './inbox-lists.ts';
import type { InboxTotals } from './mailbox.ts';

export interface InboxCount {
  /** Counts how often what a conversation adds has changed. */
  readonly changes: number;
  /** Returns the totals, with what each known conversation adds now. */
  totals(): InboxTotals;
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
  /** Notes what a conversation adds now. @param now undefined: it is not known any more */
  note(peer: string, now: InboxTotals | undefined): void;
}

/**
 * Takes a call where the totals have to be asked for again.
 * @param mine whether they are asked for because of a change of mine, whose outcome I look at
 */
export type OnUncounted = (mine: boolean) => void;

export function createInboxCount(onUncounted: OnUncounted): InboxCount {
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
    totals() {
      const base = told;
      if (!base) return [...current.values()].reduce(sum, NOTHING);
      return [...current].map(([peer, now]) => difference(now, counted.get(peer))).reduce(sum, base);
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
        if (told) onUncounted(true);
      };
    },
    note(peer, now) {
      if (!now) {
        current.delete(peer);
        return;
      }
      const before = current.get(peer);
      if (now.unread !== before?.unread || now.requests !== before.requests) changes++;
      current.set(peer, now);
      if (!told || counted.has(peer)) return;
      counted.set(peer, now);
      onUncounted(false);
    },
  };
}

const difference = (one: InboxTotals, other = one): InboxTotals => ({
  unread: one.unread - other.unread,
  requests: one.requests - other.requests,
});
