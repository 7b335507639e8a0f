/** Finds words in a text, without regard to case and accents, and cuts out the part of it where they stand. */

import { folded } from './folded.ts';

/** A part of a text, and whether it is among what was searched for. */
export interface ExcerptPart {
  readonly text: string;
  readonly found?: true;
}

/** UTF-16 units of an excerpt, about two lines of a list, and how many of them stand before what was found. */
const EXCERPT_UNITS = 160;
const LEAD_UNITS = 40;
/** How far beyond an excerpt words are looked for that reach into it. */
const BEYOND_UNITS = 100;
/** How far an excerpt is shortened so that it begins and ends between two words. */
const CUT_UNITS = 20;
const ELLIPSIS = '…';

// Phones write the curly ones while people type, and a search is typed elsewhere.
const APOSTROPHES = /[‘’‛ʼ′]/gu;
const QUOTATION_MARKS = /[“”„‟″]/gu;
const DASHES = /[‐‑‒–—]/gu;

/** Returns a text as it is searched, and as what is searched for is compared with it. */
const searchable = (text: string): string =>
  folded(text)
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(APOSTROPHES, "'")
    .replaceAll(QUOTATION_MARKS, '"')
    .replaceAll(DASHES, '-');

/** Returns the words that are searched for, the longest first: an excerpt shows where that one stands. */
export const wordsToFind = (text: string): readonly string[] =>
  [...new Set(searchable(text).split(/\s+/))]
    .filter((word) => word !== '')
    .sort((one, other) => other.length - one.length);

/**
 * Returns an excerpt of a text in which each word occurs, as a word or within one.
 * @param words from {@link wordsToFind}
 * @returns the parts in their order, with an ellipsis where the text was cut; undefined where a word is missing
 */
export function excerptOf(text: string, words: readonly string[]): readonly ExcerptPart[] | undefined {
  const whole = searchable(text);
  if (words.length === 0 || !words.every((word) => whole.includes(word))) return undefined;
  const [longest = ''] = words;
  const found = rangeOf(text, whole.indexOf(longest), longest.length);
  const window = windowAround(text, found);
  return partsOf(text, merged(rangesNear(text, words, found, window)), window);
}

/** From a UTF-16 unit up to, but not including, another. */
type Range = readonly [from: number, to: number];

/** Returns the part of a text whose folded form begins at a place of the whole folded text, and has a length. */
function rangeOf(text: string, at: number, length: number): Range {
  const letters = folding();
  let [place, reached, from] = [0, 0, 0];
  for (const character of text) {
    if (reached <= at) from = place;
    if (reached >= at + length) break;
    reached += letters(character).length;
    place += character.length;
  }
  return [from, place];
}

/**
 * Returns where the words stand in what is shown of a text. The rest is not looked at: where a long text has the words
 * thousands of times, that would take seconds of processor time a page.
 */
function rangesNear(text: string, words: readonly string[], found: Range, window: Range): readonly Range[] {
  const start = wholeCharacter(text, Math.max(0, Math.min(found[0], window[0]) - BEYOND_UNITS));
  const part = text.slice(start, wholeCharacter(text, Math.max(found[1], window[1]) + BEYOND_UNITS));
  const { letters, places } = foldedWithPlaces(part);
  return words.flatMap((word) => {
    const ranges: Range[] = [];
    for (let at = letters.indexOf(word); at >= 0; at = letters.indexOf(word, at + word.length)) {
      let end = at + word.length;
      // A character that holds the last unit of the word is part of it: ﬁ has an i.
      while (end < places.length && places[end] === places[end - 1]) end++;
      ranges.push([start + (places[at] ?? 0), start + (places[end] ?? part.length)]);
    }
    return ranges;
  });
}

/** Returns a function that folds characters, each once. */
function folding(): (character: string) => string {
  const known = new Map<string, string>();
  return (character) => {
    const letters = known.get(character) ?? searchable(character);
    known.set(character, letters);
    return letters;
  };
}

/**
 * Folds a text character by character.
 * @returns the folded text, and for each unit of it where its character begins; accents belong to the letter before
 */
function foldedWithPlaces(text: string): { readonly letters: string; readonly places: readonly number[] } {
  const lettersOf = folding();
  const places: number[] = [];
  let letters = '';
  let place = 0;
  for (const character of text) {
    const letter = lettersOf(character);
    for (let unit = 0; unit < letter.length; unit++) places.push(place);
    letters += letter;
    place += character.length;
  }
  return { letters, places };
}

/** Returns the part of a text that is shown around a place in it. */
function windowAround(text: string, [found]: Range): Range {
  const earliest = Math.max(0, Math.min(found - LEAD_UNITS, text.length - EXCERPT_UNITS));
  const latest = Math.min(text.length, earliest + EXCERPT_UNITS);
  const from = earliest === 0 ? 0 : betweenWords(text, earliest, Math.min(earliest + CUT_UNITS, found));
  const to = latest === text.length ? latest : wordEnd(text, latest);
  return [from, to];
}

/** Returns the first start of a word between two places, else the first of them that halves no character. */
function betweenWords(text: string, from: number, to: number): number {
  const space = text.slice(from, to).search(/\s\S/);
  return space < 0 ? wholeCharacter(text, from) : from + space + 1;
}

/** Returns the last end of a word a little before a place, else a place that halves no character. */
function wordEnd(text: string, to: number): number {
  const [tail = ''] = /\s+\S*$/.exec(text.slice(to - CUT_UNITS, to)) ?? [];
  return tail === '' ? wholeCharacter(text, to) : to - tail.length;
}

/** Returns the place, or the one before it where it halves a surrogate pair. */
const wholeCharacter = (text: string, place: number): number =>
  /^[\udc00-\udfff]/.test(text.slice(place, place + 1)) ? place - 1 : place;

/** Returns ranges in their order, those that touch as one. */
function merged(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  for (const [from, to] of ranges.toSorted(([one], [other]) => one - other)) {
    const last = result.at(-1);
    if (last && from <= last[1]) result.splice(-1, 1, [last[0], Math.max(last[1], to)]);
    else result.push([from, to]);
  }
  return result;
}

function partsOf(text: string, ranges: readonly Range[], [start, end]: Range): readonly ExcerptPart[] {
  const parts: ExcerptPart[] = [];
  const add = (part: string, found: boolean): void => {
    if (part !== '') parts.push({ text: part, ...(found && { found }) });
  };
  let place = start;
  for (const [from, to] of ranges) {
    if (to <= start || from >= end) continue;
    add((parts.length === 0 && start > 0 ? ELLIPSIS : '') + text.slice(place, Math.max(place, from)), false);
    add(text.slice(Math.max(place, from), Math.min(to, end)), true);
    place = Math.min(to, end);
  }
  add(text.slice(place, end) + (end < text.length ? ELLIPSIS : ''), false);
  return parts;
}
