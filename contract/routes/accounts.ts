/** Routes of accounts: signing up, in and out, and passwords. */

import * as z from 'zod/mini';
import { described, named } from '../described.ts';
import { fault } from '../fault.ts';
import { CODE, CODE_DIGITS } from '../mailed-code.ts';
import {
  GUESSABLE_PASSWORD,
  PASSWORD_MAX_CHARACTERS,
  PASSWORD_MIN_CHARACTERS,
  isCommonPassword,
  isGuessablePassword,
} from '../password.ts';
import { isReserved } from '../reserved-names.ts';
import { route } from '../route.ts';
import { UserName } from '../values.ts';

const Email = described(
  'An e-mail address that can receive mail.',
  z.email('Must be an e-mail address').check(z.maxLength(254)),
  ['bob@example.com'],
);
/** Length is what makes a password strong; there are no composition rules (ASVS 5.0, 6.2). */
const NewPassword = described(
  `${PASSWORD_MIN_CHARACTERS} to ${PASSWORD_MAX_CHARACTERS} characters. Common passwords are refused.`,
  z.string().check(
    z.minLength(PASSWORD_MIN_CHARACTERS, `Must have at least ${PASSWORD_MIN_CHARACTERS} characters`),
    // Abort here: the checks below are slow on texts that are far longer than a password.
    z.maxLength(PASSWORD_MAX_CHARACTERS, {
      error: `Must have at most ${PASSWORD_MAX_CHARACTERS} characters`,
      abort: true,
    }),
    z.refine(
      (password: string) => password.trim() === password,
      fault('outer-spaces', 'Must not begin or end with a space'),
    ),
    z.refine(
      (password: string) => !isCommonPassword(password),
      fault('too-common', 'Too common: choose a different password'),
    ),
  ),
  ['correct horse battery'],
);
interface NewCredentials {
  readonly username: string;
  readonly email?: string;
  readonly password: string;
}
/** A `username` may be an address here. */
const notGuessable = z.refine<NewCredentials>(
  ({ username, email, password }) =>
    !isGuessablePassword(password, { username, ...(email !== undefined && { email }) }),
  fault('guessable', GUESSABLE_PASSWORD, ['password']),
);
const Code = described(
  `The ${CODE_DIGITS} digits from the e-mail.`,
  z.string().check(z.regex(CODE, `Must be the ${CODE_DIGITS} digits from the e-mail`)),
  ['123456'],
);
/** A name that a new account may have. The user pool's trigger checks the same. */
const NewUserName = UserName.check(
  z.refine(
    (name: string) => !isReserved(name),
    fault('reserved', 'Reserved, or looks like a reserved name: choose a different name'),
  ),
);
const NameOrEmail = described('A user name or an e-mail address.', z.string().check(z.minLength(1), z.maxLength(254)), [
  'bob',
]);
/** The code of an authenticator app. */
export const AppCode = described(
  `The ${CODE_DIGITS} digits that the authenticator app shows. Each code works once.`,
  z.string().check(z.regex(CODE, `Must be the ${CODE_DIGITS} digits of the authenticator app`)),
  ['123456'],
);
/** For people whose two-step sign-in is on. */
export const NeededCode = z.optional(AppCode);
export const Password = described(
  'The password.',
  z.string().check(z.minLength(1), z.maxLength(PASSWORD_MAX_CHARACTERS)),
  ['correct horse battery'],
);
const Session = named(
  'Session',
  'A session, new or refreshed.',
  z.object({
    accessToken: described('Bearer token for the API and the WebSocket.', z.string()),
    expiresIn: described('Seconds for which the access token is valid.', z.int(), [600]),
    username: UserName,
  }),
);

/** Of mails. */
const IN_LANGUAGE = 'The mail is in the language of `Accept-Language`, or in English where we do not write that one.';

export const signUp = route({
  method: 'POST',
  path: '/auth/sign-up',
  operation: 'signUp',
  summary: 'Create an account',
  description:
    'A code is mailed to confirm the address. A taken name is refused, since names are public. A known address is ' +
    'answered like any other: only its owner learns of it, by e-mail. A name that is not confirmed within 24 hours ' +
    `is free again. E-mails are limited by address and by network, known or not. ${IN_LANGUAGE}`,
  access: 'anyone',
  setsCookies: ['device'],
  body: z.strictObject({ username: NewUserName, email: Email, password: NewPassword }).check(notGuessable),
  answers: { 202: null },
  refusals: ['name-taken', 'too-many-requests'],
});

export const confirmSignUp = route({
  method: 'POST',
  path: '/auth/confirm',
  operation: 'confirmSignUp',
  summary: 'Confirm the e-mail address with the mailed code',
  description: 'Possible until shortly before the name is free again. A repeat from the same device succeeds.',
  access: 'anyone',
  takesCookies: ['device'],
  body: z.strictObject({ username: UserName, code: Code }),
  answers: { 204: null },
  refusals: ['wrong-code', 'foreign-origin', 'too-many-requests'],
});

export const resendCode = route({
  method: 'POST',
  path: '/auth/resend-code',
  operation: 'resendCode',
  summary: 'Mail another confirmation code',
  description:
    'The answer is the same whether or not the account exists. After five e-mails to an address, nothing more is ' +
    'mailed until an hour has passed; the newest code stays valid. Only a network that requests many is refused. ' +
    IN_LANGUAGE,
  access: 'anyone',
  body: z.strictObject({ username: UserName }),
  answers: { 202: null },
  refusals: ['too-many-requests'],
});

export const signIn = route({
  method: 'POST',
  path: '/auth/sign-in',
  operation: 'signIn',
  summary: 'Sign in by user name or e-mail address',
  description:
    'The refresh token is set as a cookie, and so is a mark of the device. After four wrong passwords from ' +
    'devices without ' +
    'that mark, such devices are refused for 15 minutes as if the password were wrong; a device that has it has four ' +
    'attempts of its own. Where two-step sign-in is on, the answer is `code-needed` until a `code` of the ' +
    'authenticator ' +
    'app comes along.',
  access: 'anyone',
  takesCookies: ['device'],
  setsCookies: ['refreshToken', 'device'],
  body: z.strictObject({ username: NameOrEmail, password: Password, code: NeededCode }),
  answers: { 200: Session },
  refusals: ['wrong-credentials', 'code-needed', 'wrong-code', 'unconfirmed', 'foreign-origin', 'too-many-requests'],
});

export const refresh = route({
  method: 'POST',
  path: '/auth/refresh',
  operation: 'refresh',
  summary: 'Exchange the refresh cookie for a new access token',
  description:
    'The refresh token stays the same for the 30 days from the sign-in on, so this can be repeated at any time, ' +
    'and by ' +
    'several tabs at once.',
  access: 'anyone',
  takesCookies: ['refreshToken'],
  setsCookies: ['refreshToken'],
  answers: { 200: Session },
  refusals: ['no-session', 'foreign-origin', 'too-many-requests'],
});

export const signOut = route({
  method: 'POST',
  path: '/auth/sign-out',
  operation: 'signOut',
  summary: 'End this session, or every session of this person',
  access: 'anyone',
  description:
    'The cookie says which session ends, and is removed even if it is not valid. Every session ends only for the ' +
    'person of an access token, else the answer is 401; the cookie is of no account then. The sockets close within ' +
    'seconds. Access tokens stay valid until they expire, within minutes.',
  takesCookies: ['refreshToken'],
  setsCookies: ['refreshToken'],
  token: 'optional',
  body: z.strictObject({
    everywhere: described('Whether to end every session. Requires an access token.', z.optional(z.boolean())),
  }),
  answers: { 204: null },
  refusals: ['no-session', 'foreign-origin', 'too-many-requests'],
});

export const forgotPassword = route({
  method: 'POST',
  path: '/auth/forgot-password',
  operation: 'forgotPassword',
  summary: 'Mail a code for a new password',
  description:
    'The answer is the same whether or not the account exists. After five e-mails to an address, nothing more is ' +
    'mailed until an hour has passed; the newest code stays valid. Only a network that requests many is refused. ' +
    IN_LANGUAGE,
  access: 'anyone',
  body: z.strictObject({ username: NameOrEmail }),
  answers: { 202: null },
  refusals: ['too-many-requests'],
});

export const resetPassword = route({
  method: 'POST',
  path: '/auth/reset-password',
  operation: 'resetPassword',
  summary: 'Set a new password with the mailed code',
  description: 'Every session of the account ends. The device becomes known, so that it can sign in at once.',
  access: 'anyone',
  takesCookies: ['device'],
  setsCookies: ['device'],
  body: z.strictObject({ username: NameOrEmail, code: Code, password: NewPassword }).check(notGuessable),
  answers: { 204: null },
  refusals: ['wrong-code', 'foreign-origin', 'too-many-requests'],
});

export const changePassword = route({
  method: 'POST',
  path: '/auth/change-password',
  operation: 'changePassword',
  summary: 'Set a new password',
  description:
    'Every session ends, and a new one starts with this answer. Where two-step sign-in is on, none starts (204): ' +
    'a code ' +
    'works once, so the person signs in with the next one.',
  access: 'person',
  setsCookies: ['refreshToken'],
  body: z.strictObject({ password: Password, newPassword: NewPassword, code: NeededCode }),
  answers: { 200: Session, 204: null },
  refusals: ['no-session', 'wrong-credentials', 'code-needed', 'wrong-code', 'too-many-requests'],
});

export const accountRoutes = [
  signUp,
  confirmSignUp,
  resendCode,
  signIn,
  refresh,
  signOut,
  forgotPassword,
  resetPassword,
  changePassword,
] as const;
