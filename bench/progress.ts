/** Progress of a benchmark. It goes to standard error, so that standard output has only the results. */
import { createProgress } from '#start/progress.ts';

export const progress = createProgress((line) => console.error(line));

const REPORT_EVERY_MS = 5000;

/** @returns a function that takes the number of things done, and prints it every few seconds */
export function counting(what: string, total: number): (done: number) => void {
  let shown = performance.now();
  return (done) => {
    if (performance.now() - shown < REPORT_EVERY_MS) return;
    shown = performance.now();
    progress(`  ${done} of ${total} ${what}`);
  };
}
