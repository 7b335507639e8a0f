/** Checks the length of a text before it is sent, as the server counts it. */
import { characterCount } from '#contract/text.ts';

/** @param longest in Unicode code points */
export function lengthProblem(text: string, longest: number): string | undefined {
  const length = characterCount(text.trim());
  return length > longest ? `Use at most ${longest} characters (${length} so far).` : undefined;
}
