/** Checks a text before it is sent, as the server does. */
import { characterCount, cleanText, hasPiledMarks } from '#contract/text.ts';
import { shell } from '../words/shell.ts';

/** @param longest in Unicode code points */
export function lengthProblem(text: string, longest: number): string | undefined {
  const cleaned = cleanText(text);
  const length = characterCount(cleaned);
  return length > longest ? shell.tooLong(longest, length) : marksProblem(cleaned);
}

export const marksProblem = (text: string): string | undefined => (hasPiledMarks(text) ? shell.pileOfMarks : undefined);
