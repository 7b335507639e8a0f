/**
 * What a name looks like to a hurried reader: the same for texts that are easily confused. Only for comparing; it is
 * never stored or shown.
 */

/**
 * By Latin letter, what looks like it. Compatibility forms (mathematical, full-width, circled) are not listed: Unicode
 * maps them to their letter. In this order: small capitals and phonetic letters, Latin with strokes, Greek, Cyrillic,
 * Armenian, Coptic, Cherokee, Lisu, as far as a script has the letter.
 */
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'ᴀɑαаⲁᎪꓮ',
  b: 'ʙɓβвⲃᏴꓐ',
  c: 'ᴄϲсⲥᏟꓚ',
  d: 'ᴅđԁᎠꓓ',
  e: 'ᴇɛɘεеєⲉᎬꓰ',
  f: 'ꜰƒϝֆꓝ',
  g: 'ɢɡɠցᏀꓖ',
  h: 'ʜħηһнհⲏᎻꓧ',
  i: 'ɪıɩιіӏⲓᎥꓲ',
  j: 'ᴊȷϳјյᎫꓙ',
  k: 'ᴋκкⲕᏦꓗ',
  l: 'ʟłӏᏞꓡ',
  m: 'ᴍмⲙᎷꓟ',
  n: 'ɴŋոնⲛꓠ',
  o: 'ᴏøɵοоօⲟꓳ',
  p: 'ᴘρрⲣᏢꓑ',
  q: 'ԛզ',
  r: 'ʀгᏒꓣ',
  s: 'ꜱʂѕꓢᏚ',
  t: 'ᴛŧτтⲧᎢꓔ',
  u: 'ᴜʊυսꓴ',
  v: 'ᴠνѵᏙꓦ',
  w: 'ᴡωѡԝᎳꓪ',
  x: 'χхⲭꓫ',
  y: 'ʏγуүⲩᎩꓬ',
  z: 'ᴢƶᏃꓜ',
};

/** A bundle without names leaves this out: hence the annotation. */
const latin = /* @__PURE__ */ byLookalike();

function byLookalike(): ReadonlyMap<string, string> {
  const pairs = Object.entries(LOOKALIKES).flatMap(([letter, others]) =>
    Array.from(others, (other) => [other.toLowerCase(), letter] as const),
  );
  return new Map(pairs);
}

/** The first letters of alphabets in frames, of which Unicode says no plain letter: `🅐`, `🅰`, and those of flags. */
const FRAMED = [0x1f150, 0x1f170, 0x1f1e6];
const ALPHABET = 26;
/** Two letters of a flag are a flag; more are read as a word. */
const FLAGS = /(?<!\p{RI})\p{RI}{2}(?!\p{RI})/gu;

/** Returns a text with every letter as the plain Latin one it looks like, in lower case. Other letters stay. */
export const plainLetters = (text: string): string =>
  text
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(FLAGS, ' ')
    // Unicode makes letters of them: `TM`, `SM`.
    .replaceAll(/[™℠]/g, ' ')
    .replaceAll(/[\u{1f150}-\u{1f189}\u{1f1e6}-\u{1f1ff}]/gu, unframed)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\P{ASCII}/gu, (letter) => latin.get(letter) ?? letter);

function unframed(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  const first = FRAMED.findLast((each) => each <= code) ?? code;
  return String.fromCodePoint(97 + ((code - first) % ALPHABET));
}

/** Returns a text with the strokes that are read as an i, as one: `adm|n`, `!need`. */
export const strokesAsLetters = (text: string): string => text.replaceAll(/[|!¡]/g, 'i');

/** Returns the words of a text as they look: also where only capitals part them. */
export const wordsOf = (text: string): string[] =>
  plainLetters(text.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('@', 'a')
    .replaceAll('$', 's')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** Returns the skeleton of a word: digits and pairs of letters as the letter they are read as. */
export const skeletonOf = (word: string): string =>
  digitsAsLetters(word.replaceAll('rn', 'm').replaceAll('vv', 'w'), 'i').replaceAll('l', 'i');

/** @param one the letter that a 1 is read as */
export const digitsAsLetters = (text: string, one: 'i' | 'l'): string =>
  text
    .replaceAll('0', 'o')
    .replaceAll('1', one)
    .replaceAll('3', 'e')
    .replaceAll('4', 'a')
    .replaceAll('5', 's')
    .replaceAll('7', 't');
