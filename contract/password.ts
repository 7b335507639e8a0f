/**
 * Refusing common passwords: those that an attacker tries first. Besides this and the length there are no
 * composition rules (ASVS 5.0, 6.2).
 */

/** In UTF-16 units, as the user pool counts. */
export const PASSWORD_MIN_CHARACTERS = 12;
export const PASSWORD_MAX_CHARACTERS = 128;

/** Words that fill the lists of leaked passwords. Digits, symbols and repetition around them add next to nothing. */
const COMMON_WORDS = [
  'abc',
  'abcdef',
  'abcdefgh',
  'abcdefghijkl',
  'admin',
  'administrator',
  'asdf',
  'asdfgh',
  'asdfghjkl',
  'baseball',
  'batman',
  'changeme',
  'charlie',
  'computer',
  'default',
  'donald',
  'dragon',
  'flower',
  'football',
  'freedom',
  'google',
  'hello',
  'iloveyou',
  'jesus',
  'jordan',
  'letmein',
  'liverpool',
  'login',
  'love',
  'master',
  'michael',
  'monkey',
  'mustang',
  'ninja',
  'passw',
  'password',
  'princess',
  'qazwsx',
  'qazwsxedc',
  'qwer',
  'qwert',
  'qwerty',
  'qwertyuiop',
  'qwertyuiopasdf',
  'root',
  'secret',
  'shadow',
  'summer',
  'sunshine',
  'superman',
  'test',
  'trustno',
  'user',
  'welcome',
  'whatever',
  'winter',
  'zxcvbn',
  'zxcvbnm',
];

/** Symbols and digits, and the letters that people replace by them. */
const REPLACED: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '0': 'o',
  '1': 'i',
  '!': 'i',
  '3': 'e',
  '5': 's',
  $: 's',
  '7': 't',
};

const COMMON = new Set(COMMON_WORDS);

/** True if a password is one common word, once or repeated, with anything but letters around it; or all digits. */
export function isCommonPassword(password: string): boolean {
  const lower = password.toLowerCase();
  if (unitOf(lower).length <= 2 || /^[\d\p{P}\s]*$/u.test(lower)) return true;
  const word = lower.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const replaced = word.replaceAll(/[@401!35$7]/g, (sign) => REPLACED[sign] ?? sign);
  return [word, replaced].some((text) => COMMON.has(unitOf(text.replaceAll(/[\p{N}\p{P}\p{S}\s]/gu, ''))));
}

/** Returns the shortest text whose repetition is this text. */
function unitOf(text: string): string {
  const length = (text + text).indexOf(text, 1);
  return text.slice(0, length);
}
