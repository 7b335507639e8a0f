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
import { auth } from '../words/auth.ts';
import { lengthProblem } from './length.ts';

export const userNameHint = (): string => auth.usernameHint(USER_NAME_MIN_CHARACTERS, USER_NAME_MAX_CHARACTERS);
/** Counts up to the length that a new password needs. */
export function passwordHint(typed = ''): string {
  const hint = auth.passwordHint(PASSWORD_MIN_CHARACTERS);
  return typed === '' || typed.length >= PASSWORD_MIN_CHARACTERS ? hint : auth.soFar(hint, typed.length);
}

export function userNameProblem(text: string): string | undefined {
  if (text === '') return auth.enterUsername;
  if (text.length < USER_NAME_MIN_CHARACTERS) return auth.useAtLeastCharacters(USER_NAME_MIN_CHARACTERS);
  if (text.length > USER_NAME_MAX_CHARACTERS) return auth.useAtMostCharacters(USER_NAME_MAX_CHARACTERS);
  if (!USER_NAME_PREFIX.test(text.charAt(0))) return auth.startWith;
  return isUserName(text) ? undefined : auth.useOnly;
}

/** As {@link userNameProblem}, for the name of a new account. */
export const newUserNameProblem = (text: string): string | undefined =>
  userNameProblem(text) ?? (isReserved(text) ? auth.nameReserved : undefined);

/** For a field that takes either. */
export const nameOrEmailProblem = (text: string): string | undefined =>
  text.trim() === '' ? auth.enterUsernameOrEmail : undefined;

export function emailProblem(text: string): string | undefined {
  if (text.trim() === '') return auth.enterYourEmailAddress;
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim()) ? undefined : auth.noAddress;
}

export function newPasswordProblem(text: string, owner: PasswordOwner = {}): string | undefined {
  if (text === '') return auth.choosePassword;
  if (text.length < PASSWORD_MIN_CHARACTERS) return auth.passwordTooShort(PASSWORD_MIN_CHARACTERS, text.length);
  if (text.length > PASSWORD_MAX_CHARACTERS) return auth.useAtMostCharacters(PASSWORD_MAX_CHARACTERS);
  if (text.trim() !== text) return auth.removeSpace;
  if (isGuessablePassword(text, owner)) return auth.passwordOfName;
  return isCommonPassword(text) ? auth.passwordGuessable : undefined;
}

/** What can be part of a code, of what was typed or pasted. */
export const codeDigitsOf = (text: string): string => text.replaceAll(/\D/g, '').slice(0, CODE_DIGITS);

export const appCodeProblem = (text: string): string | undefined =>
  CODE.test(text) ? undefined : auth.enterAppCode(CODE_DIGITS);

export const codeProblem = (text: string): string | undefined =>
  CODE.test(text) ? undefined : auth.enterMailedCode(CODE_DIGITS);

/** For the name that others see. */
export function displayNameProblem(name: string): string | undefined {
  if (name.trim() === '') return auth.enterName;
  if (isReserved(name)) return auth.nameReserved;
  return lengthProblem(name, NAME_MAX_CHARACTERS);
}
