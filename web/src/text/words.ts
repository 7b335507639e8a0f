/** Finds names by the beginnings of their words, as the server does: without regard to case and accents. */

// Upper case first: it makes ı and i one letter, and ß and ss.
const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toUpperCase().toLowerCase();

/** True if each word that was typed begins a word of the text; so does nothing at all. */
export function hasWordLike(text: string, typed: string): boolean {
  const words = plain(text).split(/[^\p{L}\p{N}]+/u);
  return plain(typed)
    .split(/[^\p{L}\p{N}]+/u)
    .every((beginning) => words.some((word) => word.startsWith(beginning)));
}
