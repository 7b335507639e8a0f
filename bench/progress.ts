/** What a benchmark is at, and since when. On standard error, so that standard output has the results alone. */
import { createProgress } from '#start/progress.ts';

export const progress = createProgress((line) => console.error(line));

const REPORT_EVERY_MS = 5000;

/** @returns a function that is called with what is done so far, and shows it every few seconds */
export function counting(what: string, total: number): (done: number) => void {
  let shown = performance.now();
  return (done) => {
    if (performance.now() - shown < REPORT_EVERY_MS) return;
    shown = performance.now();
    progress(`  ${done} of ${total} ${what}`);
  };
}
