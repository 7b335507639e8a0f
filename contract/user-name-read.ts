/** Which user name a reader takes a display name for. */

import { plainLetters } from './appearance.ts';
import { isUserName } from './user-name.ts';

/**
 * Returns the user name that a display name reads as, if it reads as one: in any case, alphabet or script that looks
 * the same. Accents tell names apart.
 */
export function userNameReadIn(displayName: string): string | undefined {
  const read = plainLetters(displayName).normalize('NFC').trim().replace(/^@/, '');
  return isUserName(read) ? read : undefined;
}
