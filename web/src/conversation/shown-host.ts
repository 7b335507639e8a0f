/**
 * How the host of a link is shown: as it was written or, where it could be taken for another host, in the ASCII form
 * (Punycode) that nothing is taken for. Browsers do the same in their address bars.
 */
import { plainLetters } from '#contract/appearance.ts';

/** Scripts that are written together. */
const TOGETHER: readonly RegExp[] = [
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Common}\p{Script=Inherited}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Bopomofo}\p{Script=Common}\p{Script=Inherited}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hangul}\p{Script=Common}\p{Script=Inherited}]*$/u,
];
/** Only together with others, if at all. */
const SHARED = /[\p{Script=Common}\p{Script=Inherited}]/u;

/** The letters of languages that are written in Latin; the others are for phonetics, and look like these. */
const LATIN =
  /^[a-z\d\-\u00df-\u00f6\u00f8-\u0130\u0132-\u0137\u0139-\u017e\u01a1\u01b0\u0219\u021b\u0259\u1e00-\u1eff]*$/u;

/** @param written a host as it stands in a text */
export function shownHost(written: string): string {
  const url = `https://${written}`;
  if (!URL.canParse(url)) return written;
  const { hostname } = new URL(url);
  const host = written.normalize('NFC').toLowerCase();
  // A capital I reads as a small l.
  const asRead = written.includes('I') ? host : written;
  if (hostname === host) return asRead;
  // Forms of letters that are not those of the address: full-width or mathematical ones, for example.
  const isAsRead = host.normalize('NFKC') === host && /xn--/.test(hostname);
  return isAsRead && host.split('.').every(isPlain) ? asRead : hostname;
}

/** True if a label of a host mixes no scripts that are not written together, and looks like no other label. */
function isPlain(label: string): boolean {
  if (/^[a-z\d-]*$/.test(label)) return true;
  const letters = Array.from(label).filter((letter) => !SHARED.test(letter));
  if (letters.length === 0) return false;
  if (letters.every((letter) => /\p{Script=Latin}/u.test(letter))) return LATIN.test(label);
  if (TOGETHER.some((scripts) => scripts.test(label))) return true;
  if (letters.some((letter) => /\p{Script=Latin}/u.test(letter))) return false;
  return isOneScript(letters) && !/^[\p{ASCII}\p{M}]*$/u.test(plainLetters(label));
}

/** Scripts of which whole words look Latin, and the others that hosts are registered in. */
const SCRIPTS = [
  ...['Arabic', 'Armenian', 'Bengali', 'Cyrillic', 'Devanagari', 'Ethiopic', 'Georgian', 'Greek', 'Gujarati'],
  ...['Gurmukhi', 'Hebrew', 'Kannada', 'Khmer', 'Lao', 'Malayalam', 'Myanmar', 'Oriya', 'Sinhala', 'Tamil', 'Telugu'],
  ...['Thaana', 'Thai', 'Tibetan'],
].map((script) => new RegExp(String.raw`\p{Script=${script}}`, 'u'));

const isOneScript = (letters: readonly string[]): boolean =>
  SCRIPTS.some((script) => letters.every((letter) => script.test(letter)));
