/**
 * Striking e-mail addresses, phone numbers and links out of texts that everybody can read. Who wants to answer a post
 * writes to its owner here; a stranger who asks to go on elsewhere is how most frauds begin.
 *
 * Every pattern takes time in proportion to the text's length: repetitions are bounded, or their parts cannot match the
 * same character. Check a text's length first all the same.
 */

/** What stands in the place of a contact. */
export const STRUCK = '•••';

// Written plainly or to fool a filter: bob@example.org, bob (at) example (dot) org, bob [at] example.org.
const AT = String.raw`\s?(?:[@＠]|[(\[]\s?(?:at|ät)\s?[)\]])\s?`;
const DOT = String.raw`(?:\.|\s?[(\[]\s?(?:dot|punkt|point|punto)\s?[)\]]\s?)`;
const LABEL = String.raw`[\p{L}\p{N}-]{1,63}`;
const MAIL = String.raw`[\p{L}\p{N}._%+-]{1,64}${AT}${LABEL}(?:${DOT}${LABEL}){1,5}`;

const SCHEME_LINK = String.raw`[a-z][a-z0-9+.-]{1,15}:\/\/[^\s]+`;
const WWW_LINK = String.raw`\bwww\.[^\s]+`;
/**
 * Endings of host names that people use. With a capital letter first, they begin a sentence after a forgotten space.
 */
const ENDINGS =
  'app|at|be|biz|ch|cloud|co|com|cz|de|dev|edu|es|eu|fr|gg|gl|gov|info|io|it|link|ly|me|mobi|net|nl|online|org|pl|pt|' +
  'ru|se|shop|site|store|tech|to|tv|uk|us|xyz';
const ENDING = String.raw`(?:${ENDINGS}|${ENDINGS.toUpperCase()})(?![\p{L}\p{N}-])`;
const BARE_LINK = String.raw`(?<![\p{L}\p{N}.-])(?:${LABEL}${DOT}){1,5}${ENDING}(?:[\/?#][^\s]*)?`;

const MARKED = new RegExp(`${MAIL}|${SCHEME_LINK}|${WWW_LINK}`, 'giu');
const BARE = new RegExp(BARE_LINK, 'gu');

/** Digits as they are grouped in phone numbers: up to three separators between two of them. */
const DIGITS = /\+?\(?\p{Nd}(?:[\s().\-–/]{0,3}\p{Nd}){6,}/gu;
const DAY = String.raw`(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})`;
/** A day in digits, such as 2026-03-01 or 1.3.2026, or two of them. */
const DATES = new RegExp(String.raw`^${DAY}(?:\s?[-–]\s?${DAY})?$`);

/**
 * Returns the text with {@link STRUCK} where an address, a phone number or a link stood. What is struck may bring out
 * another one beside it, so it is looked at again until nothing is left.
 */
export function strikeContacts(text: string): string {
  const struck = text
    .replaceAll(MARKED, STRUCK)
    .replaceAll(BARE, STRUCK)
    .replaceAll(DIGITS, (digits) => (DATES.test(digits) ? digits : STRUCK));
  return struck === text ? text : strikeContacts(struck);
}
