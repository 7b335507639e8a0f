/** What a long command shows while it works: one line for each step, with the time since its start. */

/**
 * The lines read the same on a terminal and in a log: none is ever overwritten.
 * @returns a function that prints a step when it begins: `  2.1 s  Synthesizing the stack …`
 */
export function createProgress(log: (line: string) => void): (step: string) => void {
  const begun = performance.now();
  return (step) => log(`${seconds(performance.now() - begun).padStart(7)}  ${step}`);
}

/** @returns `1.9 s` */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
