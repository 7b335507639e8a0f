/** A bound on how often work is done that many events ask for. */

import type { Environment } from './environment.ts';

export interface Throttle {
  /** Does the work: now, or once the interval since it was last done has passed. */
  ask(): void;
  /** Drops what was asked for. */
  close(): void;
}

/** @param intervalMs called each time the work is done: how long it is not done again */
export function createThrottle(
  { setTimer }: Pick<Environment, 'setTimer'>,
  intervalMs: () => number,
  act: () => void,
): Throttle {
  let cancel: (() => void) | undefined;
  let asked = false;

  function ask(): void {
    asked = true;
    if (!cancel) run();
  }

  function run(): void {
    cancel = undefined;
    if (!asked) return;
    asked = false;
    cancel = setTimer(run, intervalMs());
    act();
  }

  return {
    ask,
    close() {
      cancel?.();
      cancel = () => {};
    },
  };
}
