/**
 * The words by which people are found: those of the user name and the display name, without case and accents.
 *
 * A piece of text between spaces is one word without its punctuation, and so is each of its ends after a punctuation
 * mark: `O’Brien` is found by `obrien` and by `brien`, `jean-luc` by `jeanl` and by `luc`. What is searched for loses
 * its punctuation in the same way, so it matches however it is punctuated.
 */

import { folded } from './folded.ts';
import type { User } from './user.ts';

/** Most words of a person. Each is an item of the index, written when the name changes. */
export const WORDS_MAX = 12;
/** Longest word, in Unicode code points: what follows is no part of the key. As long as the longest user name. */
const WORD_MAX_CHARACTERS = 30;

/** Returns the words of a person's names. A word with which another one begins is left out: it finds nothing more. */
export function wordsOf({ username, displayName }: Pick<User, 'username' | 'displayName'>): readonly string[] {
  const pieces = [username, ...piecesOf(displayName)].map(partsOf).filter((parts) => parts.length > 0);
  const whole = pieces.map((parts) => parts.join(''));
  const ends = pieces.flatMap((parts) => parts.slice(1).map((_, i) => parts.slice(i + 1).join('')));
  const words = [...new Set([...whole, ...ends].map(shortened))].slice(0, WORDS_MAX);
  return words.filter((word) => !words.some((other) => other !== word && other.startsWith(word)));
}

/** Returns the words that are searched for, the longest first: it leaves the fewest people to look at. */
export const searchedWords = (text: string): readonly string[] =>
  [...new Set(piecesOf(text).map((piece) => shortened(partsOf(piece).join(''))))]
    .filter((word) => word !== '')
    .sort((one, other) => other.length - one.length);

/** True if each of the searched words begins a word of the person. */
export const matches = (words: readonly string[], searched: readonly string[]): boolean =>
  searched.every((beginning) => words.some((word) => word.startsWith(beginning)));

/** True if the whole user name is among the searched words. */
export const hasWholeName = (username: string, searched: readonly string[]): boolean =>
  searchedWords(username).every((word) => searched.includes(word));

const piecesOf = (text: string): readonly string[] => folded(text).split(/\s+/);

/** Returns the parts of a piece between its punctuation marks. */
const partsOf = (piece: string): readonly string[] => piece.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

const shortened = (word: string): string => Array.from(word).slice(0, WORD_MAX_CHARACTERS).join('');
