/** A clock that stands still until a test moves it. */

import { setImmediate } from 'node:timers/promises';

/** Turns of the event loop after which everything that does not wait for the clock is done. */
const TURNS = 30;

export interface VirtualTime {
  now(): number;
  setTimer(act: () => void, milliseconds: number): () => void;
  /** Returns how many timers are set: neither run nor cancelled. */
  pending(): number;
  /** Lets everything happen that is due now. */
  settle(): Promise<void>;
  /** Moves the clock, stopping at every timer on the way. */
  advance(milliseconds: number): Promise<void>;
}

export function virtualTime(start = Date.UTC(2026, 0, 1)): VirtualTime {
  const timers = new Set<{ readonly at: number; readonly act: () => void }>();
  let now = start;

  async function settle(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn++) await setImmediate();
  }

  return {
    now: () => now,
    setTimer(act, milliseconds) {
      const timer = { at: now + milliseconds, act };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pending: () => timers.size,
    settle,
    async advance(milliseconds) {
      const end = now + milliseconds;
      await settle();
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
        if (!next) break;
        timers.delete(next);
        now = next.at;
        next.act();
        await settle();
      }
      now = end;
    },
  };
}
