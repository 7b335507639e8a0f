/**
 * The form in which texts are compared where people search: without case and accents. `İ`, `I`, `ı` and `i` are one
 * letter, since a search does not know in which language a text is written.
 */

// Accents, which belong to no script of their own, and the vowel points of Hebrew, which are rarely written. The vowel
// signs of other scripts are letters to their readers, and stay.
const ACCENTS = /[\p{Script=Inherited}\u0591-\u05c7]/gu;
/** Letters that Unicode does not decompose, and how people type them who do not have them. */
const TYPED_AS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŋ: 'n',
  ŧ: 't',
  ı: 'i',
  ς: 'σ',
};
const UNDECOMPOSED = new RegExp(`[${Object.keys(TYPED_AS).join('')}]`, 'gu');

/** Returns a text without case, accents and differences of form: compatible characters are the same. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    // Both, one after the other: the lower case alone differs between ß and ẞ, ς and σ, and in older alphabets.
    .toUpperCase()
    .toLowerCase()
    .replaceAll(ACCENTS, '')
    .replaceAll(UNDECOMPOSED, (letter) => TYPED_AS[letter] ?? letter);
