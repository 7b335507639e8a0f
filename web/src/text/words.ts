/** Finds names by the beginnings of their words, as the server does: without regard to case and accents. */

const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** True if each word that was typed begins a word of the text; so does nothing at all. */
export function hasWordLike(text: string, typed: string): boolean {
  const words = plain(text).split(/[^\p{L}\p{N}]+/u);
  return plain(typed)
    .split(/[^\p{L}\p{N}]+/u)
    .every((beginning) => words.some((word) => word.startsWith(beginning)));
}
