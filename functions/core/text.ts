/** What a text must be to be stored: one form for everybody, nothing invisible that harms, and a size that fits an item. */

/** Longest message, in Unicode code points. */
export const BODY_MAX_CHARACTERS = 4_000;
/** Longest message, in bytes of UTF-8, so that an entry with its running state costs few write units. */
export const BODY_MAX_BYTES = 16 * 1024;

/** The canonical form of a text: NFC, line ends as `\n`, trimmed. Lone surrogates are left for {@link textProblem} to name. */
export const normalizeText = (text: string): string => text.replaceAll(/\r\n?/g, '\n').normalize('NFC').trim();

// Control characters but newline and tab.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
// Zero-width characters, marks of direction, fillers, tags: what is shown as nothing at all.
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** What is wrong with a normalized text, as the end of a sentence that begins with its field's name, or undefined. */
export function textProblem(text: string): string | undefined {
  if (!text.isWellFormed()) return 'is not well-formed Unicode';
  if (CONTROL.test(text)) return 'has control characters';
  if (text.replaceAll(INVISIBLE, '').trim() === '') return 'is empty';
  if (characters(text) > BODY_MAX_CHARACTERS) return `has more than ${BODY_MAX_CHARACTERS} characters`;
  if (new TextEncoder().encode(text).length > BODY_MAX_BYTES) return `has more than ${BODY_MAX_BYTES} bytes in UTF-8`;
  return undefined;
}

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
