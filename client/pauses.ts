/** Waiting before trying again. */
import type { Environment } from './environment.ts';
import { ApiProblem, type Failure } from './problem.ts';

/** Shortest and longest wait after a failure, in milliseconds. */
const SHORTEST = 500;
const LONGEST = 30_000;

/**
 * Full jitter: any wait up to a bound that doubles, so that many clients do not come back at once.
 * @param attempt failures so far in a row, from 0
 * @returns milliseconds
 */
export const backoff = (random: () => number, attempt: number): number =>
  SHORTEST + random() * (Math.min(LONGEST, 2 * SHORTEST * 2 ** attempt) - SHORTEST);

export interface Pauses {
  /** @param patient stays out the whole time, because the server has named it */
  pause(milliseconds: number, patient?: boolean): Promise<void>;
  /** As long as the server has named, else for a while. @param attempt failures before this one in a row */
  after(failure: Failure, attempt: number): Promise<void>;
  /** Ends all waits but the patient ones. */
  wake(): void;
  /** Ends all. */
  close(): void;
}

export function createPauses({ timer, random }: Pick<Environment, 'timer' | 'random'>): Pauses {
  const waits = new Map<() => void, boolean>();
  const end = (which: (patient: boolean) => boolean) => {
    for (const [done, patient] of [...waits]) if (which(patient)) done();
  };
  const pause = (milliseconds: number, patient = false) =>
    new Promise<void>((resolve) => {
      const done = () => {
        cancel();
        waits.delete(done);
        resolve();
      };
      const cancel = timer(done, milliseconds);
      waits.set(done, patient);
    });

  return {
    pause,
    after(failure, attempt) {
      const named = failure instanceof ApiProblem ? failure.retryAfter : undefined;
      return named === undefined ? pause(backoff(random, attempt)) : pause(named * 1000, true);
    },
    wake: () => end((patient) => !patient),
    close: () => end(() => true),
  };
}
