/** Checks what was typed into a form before it is sent. The rules are the server's own; the words are the page's. */
import { CODE, CODE_DIGITS } from '#contract/mailed-code.ts';
import {
  PASSWORD_MAX_CHARACTERS,
  PASSWORD_MIN_CHARACTERS,
  isCommonPassword,
  isGuessablePassword,
  type PasswordOwner,
} from '#contract/password.ts';
import { isReserved } from '#contract/reserved-names.ts';
import { NAME_MAX_CHARACTERS } from '#contract/text.ts';
import {
  USER_NAME_MAX_CHARACTERS,
  USER_NAME_MIN_CHARACTERS,
  USER_NAME_PREFIX,
  isUserName,
} from '#contract/user-name.ts';
import { lengthProblem } from './length.ts';

export const USER_NAME_HINT =
  `${USER_NAME_MIN_CHARACTERS} to ${USER_NAME_MAX_CHARACTERS} characters: a to z, 0 to 9, - and _. ` +
  'You can’t change it later.';
export const PASSWORD_HINT = `At least ${PASSWORD_MIN_CHARACTERS} characters. A few words are fine.`;

/** Counts up to the length that a new password needs. */
export const passwordHint = (typed: string): string =>
  typed === '' || typed.length >= PASSWORD_MIN_CHARACTERS ? PASSWORD_HINT : `${PASSWORD_HINT} ${typed.length} so far.`;

export function userNameProblem(text: string): string | undefined {
  if (text === '') return 'Enter a username.';
  if (text.length < USER_NAME_MIN_CHARACTERS) return `Use at least ${USER_NAME_MIN_CHARACTERS} characters.`;
  if (text.length > USER_NAME_MAX_CHARACTERS) return `Use at most ${USER_NAME_MAX_CHARACTERS} characters.`;
  if (!USER_NAME_PREFIX.test(text.charAt(0))) return 'Start with a letter or a digit.';
  return isUserName(text) ? undefined : 'Use only a to z, 0 to 9, - and _.';
}

/** As {@link userNameProblem}, for the name of a new account. */
export const newUserNameProblem = (text: string): string | undefined =>
  userNameProblem(text) ??
  (isReserved(text) ? 'This name is reserved, or looks like one that is. Try another.' : undefined);

/** For a field that takes either. */
export const nameOrEmailProblem = (text: string): string | undefined =>
  text.trim() === '' ? 'Enter your username or email address.' : undefined;

export function emailProblem(text: string): string | undefined {
  if (text.trim() === '') return 'Enter your email address.';
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim()) ? undefined : 'This doesn’t look like an email address.';
}

export function newPasswordProblem(text: string, owner: PasswordOwner = {}): string | undefined {
  if (text === '') return 'Choose a password.';
  if (text.length < PASSWORD_MIN_CHARACTERS)
    return `Use at least ${PASSWORD_MIN_CHARACTERS} characters (${text.length} so far).`;
  if (text.length > PASSWORD_MAX_CHARACTERS) return `Use at most ${PASSWORD_MAX_CHARACTERS} characters.`;
  if (text.trim() !== text) return 'Remove the space at the beginning or the end.';
  if (isGuessablePassword(text, owner)) return 'This password is made of a name. Choose another.';
  return isCommonPassword(text) ? 'This password is too easy to guess. Choose another.' : undefined;
}

/** What can be part of a code, of what was typed or pasted. */
export const codeDigitsOf = (text: string): string => text.replaceAll(/\D/g, '').slice(0, CODE_DIGITS);

export const appCodeProblem = (text: string): string | undefined =>
  CODE.test(text) ? undefined : `Enter the ${CODE_DIGITS} digits that your authenticator app shows.`;

export const codeProblem = (text: string): string | undefined =>
  CODE.test(text) ? undefined : `Enter the ${CODE_DIGITS}-digit code from the email.`;

/** For the name that others see. */
export function displayNameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'Enter a name. Your username will do.';
  if (isReserved(name)) return 'This name is reserved, or looks like one that is. Try another.';
  return lengthProblem(name, NAME_MAX_CHARACTERS);
}
