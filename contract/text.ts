/** What a text must be to be stored: one form for everybody, nothing invisible that harms, and a size that fits an item. */

import { isReserved } from './reserved-names.ts';

/** Longest message, in Unicode code points; in UTF-8 each has four bytes at most, so an entry costs few write units. */
export const BODY_MAX_CHARACTERS = 4_000;
/** Longest text about oneself, and longest reason of a report, in Unicode code points. */
export const ABOUT_MAX_CHARACTERS = 500;
export const REASON_MAX_CHARACTERS = 1_000;
/** Longest display name, in Unicode code points. */
export const NAME_MAX_CHARACTERS = 60;
/** Far more UTF-16 units than that many characters have with everything invisible around them. */
const NAME_MAX_UNITS = 2_000;

/** The canonical form of a text: NFC, line ends as `\n`, trimmed. Lone surrogates are left for {@link textProblem} to name. */
export const normalizeText = (text: string): string => text.replaceAll(/\r\n?/g, '\n').normalize('NFC').trim();

/**
 * The canonical form of a display name: one line, in NFC, without characters that show as nothing, among them those that turn
 * the direction of whatever follows the name. Emoji keep the invisible ones they are made with. What is too long to become a
 * name is left as it is, for {@link nameProblem} to say so.
 */
export const normalizeName = (name: string): string =>
  name.length > NAME_MAX_UNITS
    ? name
    : name.replaceAll(EMOJI_OR_INVISIBLE, '$1').normalize('NFC').replaceAll(/\s+/g, ' ').trim();

// Control characters but newline and tab.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
// Zero-width characters, marks of direction, fillers, tags: what is shown as nothing at all.
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
// Anchors of annotations show as nothing, too, and yet are not ignorable.
const EMOJI_OR_INVISIBLE = new RegExp(
  String.raw`(\p{RGI_Emoji})|[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]`,
  'gv',
);
// The Braille pattern of no dots is a symbol to Unicode, and a blank to the eye.
const BLANK = /^[\s\u2800]*$/;
// More marks on one character than any language writes pile up over the lines above and below.
const PILED_MARKS = /\p{M}{9}/u;

/**
 * What is wrong with a normalized text, as the end of a sentence that begins with its field's name, or undefined.
 * @param longest in Unicode code points
 */
export function textProblem(text: string, longest = BODY_MAX_CHARACTERS): string | undefined {
  if (!text.isWellFormed()) return 'is not well-formed Unicode';
  if (CONTROL.test(text)) return 'has control characters';
  const visible = text.replaceAll(INVISIBLE, '');
  if (BLANK.test(visible)) return 'is empty';
  if (characterCount(text) > longest) return `has more than ${longest} characters`;
  if (PILED_MARKS.test(visible)) return 'has more than 8 combining marks in a row';
  return undefined;
}

/** As {@link textProblem}, for a display name. */
export const nameProblem = (name: string): string | undefined =>
  textProblem(name, NAME_MAX_CHARACTERS) ??
  (isReserved(name) ? 'looks like a name that is reserved: choose another' : undefined);

/** The length of a text in Unicode code points, which all limits count. */
export function characterCount(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
