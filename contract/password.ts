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

/** Who chooses a password, as far as it is known. */
export interface PasswordOwner {
  /** Or an address, where people may give theirs instead. */
  readonly username?: string;
  readonly email?: string;
}

/** What is wrong with a guessable password. */
export const GUESSABLE_PASSWORD = 'Made of a name: choose a different password';

/** What this product is called. */
const PRODUCT_WORDS = ['ineed', 'need', 'message', 'messages', 'messagecenter', 'center', 'centre', 'chat'];
/** Shorter words are part of too many others. */
const WORD_MIN_CHARACTERS = 3;

/**
 * True if a password is made of its owner's names or of the product's, alone or with common words, and digits and
 * symbols around and between them.
 */
export function isGuessablePassword(password: string, { username, email }: PasswordOwner): boolean {
  const names = [username, email].filter((name) => name !== undefined);
  // The domain of an address is many people's; the whole address is its owner's.
  const own = names.map((name) => name.split('@')[0] ?? name);
  if ([...names, ...own].some((name) => isRepeated(password, name))) return true;
  const words = own.flatMap((name) => [name, ...name.split(/[^\p{L}\p{M}]+/u)]).map(lettersOf);
  const guessed = new Set([...PRODUCT_WORDS, ...words].filter((word) => word.length >= WORD_MIN_CHARACTERS));
  const lower = password.toLowerCase();
  const replaced = lower.replaceAll(/[@401!35$7]/g, (sign) => REPLACED[sign] ?? sign);
  // Digits at the end are digits more often than letters.
  const inner = lower.replaceAll(/[^\p{L}]+$/gu, '').replaceAll(/[@401!35$7]/g, (sign) => REPLACED[sign] ?? sign);
  return [lower, replaced, inner].map(lettersOf).some((letters) => isMadeOf(letters, guessed));
}

/** True if nothing but digits and signs is left of a password without a name, which may have digits and be short. */
function isRepeated(password: string, name: string): boolean {
  const sought = name.toLowerCase();
  const lower = password.toLowerCase();
  // A name of digits alone would be found in any number.
  if (!/\p{L}/u.test(sought) || !lower.includes(sought)) return false;
  return lettersOf(lower.replaceAll(sought, '')) === '';
}

/** Returns the letters of a text without their accents. */
const lettersOf = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}]/gu, '');

/** True if a text is a row of these words and common ones, with one of these at least. */
function isMadeOf(text: string, words: ReadonlySet<string>): boolean {
  // By length: whether the beginning of the text can be split, and whether one of the words is in it.
  const split: (boolean | undefined)[] = [false];
  for (let end = 1; end <= text.length; end += 1) {
    for (let start = 0; start < end; start += 1) {
      const before = split[start];
      if (before === undefined) continue;
      const word = text.slice(start, end);
      if (words.has(word)) split[end] = true;
      else if (COMMON.has(word)) split[end] = before || (split[end] ?? false);
    }
  }
  return split[text.length] ?? false;
}

/** Returns the shortest text whose repetition is this text. */
function unitOf(text: string): string {
  const length = (text + text).indexOf(text, 1);
  return text.slice(0, length);
}
