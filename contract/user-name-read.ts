/** Which user names a reader takes a display name for. */

import { digitsAsLetters, plainLetters, strokesAsLetters } from './appearance.ts';
import { isUserName } from './user-name.ts';

/**
 * Returns the user names that a display name reads as: in any case, alphabet or script that looks the same, with signs
 * around it, and with digits or strokes for letters. Accents tell names apart.
 */
export function userNamesReadIn(displayName: string): readonly string[] {
  const plain = plainLetters(displayName)
    .normalize('NFC')
    .replaceAll(/\p{Pd}/gu, '-');
  const inner = [
    plain.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, ''),
    // A user name may end in these two.
    plain.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{M}\p{N}_-]+$/gu, ''),
    strokesAsLetters(plain.trim()),
  ];
  return [...new Set([...inner, ...inner.flatMap(lettersFor)])].filter(isUserName);
}

/** Returns what a text reads as with its digits as letters. A 1 is read as an l or as an i. */
const lettersFor = (text: string): readonly string[] =>
  /[a-z]/.test(text) ? (['l', 'i'] as const).map((one) => digitsAsLetters(text, one)) : [];
