/** Parts a text that is too long for one message where its writer has parted it. */
import { characterCount } from '#contract/text.ts';

/** More would be a flood, and better a file. */
const MAX_PARTS = 10;

/**
 * Returns a text in parts that each fit a message, in order: parted at empty lines, or else at ends of lines.
 * @returns undefined where a paragraph is too long by itself, or the parts would be too many
 */
export function paragraphsWithin(text: string, maxCharacters: number): readonly string[] | undefined {
  const parts: string[] = [];
  let rest = text;
  while (characterCount(rest) > maxCharacters) {
    // One more than fits: the part may end right before a line end.
    const head = Array.from(rest)
      .slice(0, maxCharacters + 1)
      .join('');
    const empty = head.lastIndexOf('\n\n');
    const cut = empty > head.length / 2 ? empty : head.lastIndexOf('\n');
    if (cut <= 0 || parts.length === MAX_PARTS - 1) return undefined;
    parts.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut).trim();
  }
  return [...parts, rest];
}
