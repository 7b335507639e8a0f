/** Timers by purpose. */

import type { Environment } from './environment.ts';

export interface Timers {
  has(purpose: string): boolean;
  /** Sets a timer in place of the one that has the same purpose. */
  set(purpose: string, act: () => void, milliseconds: number): void;
  clear(purpose: string): void;
  clearAll(): void;
}

export function createTimers({ setTimer }: Pick<Environment, 'setTimer'>): Timers {
  const cancels = new Map<string, () => void>();

  function clear(purpose: string): void {
    cancels.get(purpose)?.();
    cancels.delete(purpose);
  }

  return {
    has: (purpose) => cancels.has(purpose),
    set(purpose, act, milliseconds) {
      clear(purpose);
      const run = () => {
        cancels.delete(purpose);
        act();
      };
      cancels.set(purpose, setTimer(run, milliseconds));
    },
    clear,
    clearAll() {
      for (const cancel of cancels.values()) cancel();
      cancels.clear();
    },
  };
}
