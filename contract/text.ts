/**
 * The form a text must have to be stored: normalized, without harmful invisible characters, and of a size that
 * fits an item.
 */
import type { Fault, FaultCode } from './fault.ts';

/** Longest message, in Unicode code points. In UTF-8 each has at most four bytes, so an entry costs few write units. */
export const BODY_MAX_CHARACTERS = 4_000;
/** Longest text about oneself, in Unicode code points. */
export const ABOUT_MAX_CHARACTERS = 500;
/** Longest reason of a report, in Unicode code points. */
export const REASON_MAX_CHARACTERS = 1_000;
/** Longest display name, in Unicode code points. */
export const NAME_MAX_CHARACTERS = 60;
/** Longest text that people are searched by, in UTF-16 units: longer than display names usually are. */
export const NAME_PREFIX_MAX_UNITS = 100;
/** Longest text that messages are searched by, in UTF-16 units. */
export const SEARCHED_TEXT_MAX_UNITS = 100;
/** Far more UTF-16 units than a name of that length has, with all the invisible characters around it. */
const NAME_MAX_UNITS = 2_000;

/**
 * Returns the canonical form of a text: NFC, line ends as `\n`, trimmed. {@link textFault} reports lone
 * surrogates.
 */
export const normalizeText = (text: string): string => text.replaceAll(/\r\n?/g, '\n').normalize('NFC').trim();

// What editors and documents write for an end of line: soft breaks of word processors, ends of pages.
const LINE_END = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
// Control characters, halves of characters, anchors of annotations and of objects, byte order marks, non-characters.
// oxlint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufeff\ufff9-\ufffc\ufffe\uffff]|\p{Cs}/gu;

/**
 * Returns a text as its writer sees it: without what pasting brings along unseen, and the API refuses. For pages,
 * before they send a text.
 */
export const cleanText = (text: string): string =>
  normalizeText(text.replaceAll(LINE_END, '\n').replaceAll(UNPRINTABLE, ''));

/**
 * Returns the canonical form of a display name: one line, in NFC, without invisible characters, among them
 * those that turn the direction of what follows the name. Emoji keep the invisible characters they are made of.
 * A text that is too long to become a name is returned as it is; `nameFault` reports it.
 */
export const normalizeName = (name: string): string =>
  name.length > NAME_MAX_UNITS ? name : withoutInvisible(name).normalize('NFC').replaceAll(/\s+/g, ' ').trim();

function withoutInvisible(name: string): string {
  if (!INVISIBLE_IN_NAME.test(name)) return name;
  emojiOrInvisible ??= new RegExp(`(\\p{RGI_Emoji})|${INVISIBLE_IN_NAME.source}`, 'gv');
  return name.replaceAll(emojiOrInvisible, '$1');
}

// Control characters, except newline and tab.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
// Zero-width characters, direction marks, fillers, tags: all that is displayed as nothing.
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
// Annotation anchors are displayed as nothing, too, yet are not ignorable.
const INVISIBLE_IN_NAME = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;
// Made when it is first needed, as in `emoji.ts`.
let emojiOrInvisible: RegExp | undefined;
// The Braille pattern without dots is a symbol to Unicode and a blank to the eye.
const BLANK = /^[\s\u2800]*$/;
// More combining marks on one character than any language uses: they pile up over the lines above and below.
const PILED_MARKS = /\p{M}{9}/u;

/**
 * Returns what is wrong with a normalized text; undefined if nothing is.
 * @param longest in Unicode code points
 */
export function textFault(text: string, longest = BODY_MAX_CHARACTERS): Fault | undefined {
  if (!text.isWellFormed()) return { code: 'ill-formed' };
  if (CONTROL.test(text)) return { code: 'control-characters' };
  if (isInvisible(text)) return { code: 'empty' };
  if (characterCount(text) > longest) return { code: 'too-long', limit: longest };
  if (hasPiledMarks(text)) return { code: 'piled-marks' };
  return undefined;
}

const FAULT_WORDS: Readonly<Partial<Record<FaultCode, string>>> = {
  'ill-formed': 'is not well-formed Unicode',
  'control-characters': 'has control characters',
  empty: 'is empty',
  'piled-marks': 'has more than 8 combining marks in a row',
};

/** Says in English what {@link textFault} finds, as the predicate of a sentence whose subject is the field. */
export const textFaultWords = ({ code, limit }: Fault): string =>
  FAULT_WORDS[code] ?? `has more than ${limit} characters`;

const isInvisible = (text: string): boolean => BLANK.test(text.replaceAll(INVISIBLE, ''));

/** True if nothing to be seen is left of a text once it was cleaned. */
export const isBlank = (text: string): boolean => isInvisible(cleanText(text));

/** True if more than 8 combining marks are on one character. */
export const hasPiledMarks = (text: string): boolean => PILED_MARKS.test(text.replaceAll(INVISIBLE, ''));

/** The length of a text in Unicode code points, which all limits count. */
export function characterCount(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
