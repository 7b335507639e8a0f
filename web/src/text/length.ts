/** Checks a text before it is sent, as the server does. */
import { characterCount, cleanText, hasPiledMarks } from '#contract/text.ts';

/** @param longest in Unicode code points */
export function lengthProblem(text: string, longest: number): string | undefined {
  const cleaned = cleanText(text);
  const length = characterCount(cleaned);
  return length > longest ? `Use at most ${longest} characters (${length} so far).` : marksProblem(cleaned);
}

export const marksProblem = (text: string): string | undefined =>
  hasPiledMarks(text) ? 'A letter has more than 8 accents or other marks. Remove some of them.' : undefined;
