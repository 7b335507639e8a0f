import * as z from 'zod/mini';
import { described, named } from '../described.ts';
import { CODE, CODE_DIGITS } from '../mailed-code.ts';
import { PASSWORD_MAX_CHARACTERS, PASSWORD_MIN_CHARACTERS, isCommonPassword } from '../password.ts';
import { isReserved } from '../reserved-names.ts';
import { route } from '../route.ts';
import { UserName } from '../values.ts';

const Email = described('An address that mail reaches.', z.email('Must be an e-mail address').check(z.maxLength(254)), [
  'bob@example.com',
]);
/** Length is what makes a password strong; there are no composition rules (ASVS 5.0, 6.2). */
const NewPassword = described(
  `${PASSWORD_MIN_CHARACTERS} to ${PASSWORD_MAX_CHARACTERS} characters, and none of the passwords that everybody knows.`,
  z.string().check(
    z.minLength(PASSWORD_MIN_CHARACTERS, `Must have at least ${PASSWORD_MIN_CHARACTERS} characters`),
    // The rules below are for passwords, and slow with what is far longer.
    z.maxLength(PASSWORD_MAX_CHARACTERS, {
      error: `Must have at most ${PASSWORD_MAX_CHARACTERS} characters`,
      abort: true,
    }),
    z.refine((password: string) => password.trim() === password, 'Must not begin or end with a space'),
    z.refine(
      (password: string) => !isCommonPassword(password),
      'Is among the first that anybody would try: choose another',
    ),
  ),
  ['correct horse battery'],
);
const Code = described(
  `The ${CODE_DIGITS} digits of the mail.`,
  z.string().check(z.regex(CODE, `Must be the ${CODE_DIGITS} digits of the mail`)),
  ['123456'],
);
/** A name that can be given out; the trigger of the user pool holds whoever calls its own sign-up to the same. */
const NewUserName = UserName.check(
  z.refine((name: string) => !isReserved(name), 'Is reserved, or looks like a name that is: choose another'),
);
const NameOrEmail = described('A user name or an e-mail address.', z.string().check(z.minLength(1), z.maxLength(254)), [
  'bob',
]);
export const Password = described(
  'The password.',
  z.string().check(z.minLength(1), z.maxLength(PASSWORD_MAX_CHARACTERS)),
  ['correct horse battery'],
);
const Session = named(
  'Session',
  'A session has begun, or goes on.',
  z.object({
    accessToken: described('Bearer token of the API and the WebSocket.', z.string()),
    expiresIn: described('Seconds the access token is valid for.', z.int(), [600]),
    username: UserName,
  }),
);

export const signUp = route({
  method: 'POST',
  path: '/auth/sign-up',
  operation: 'signUp',
  summary: 'Open an account; a code is mailed to confirm the address',
  description:
    'A taken name is refused, since names are public. A known address is answered like any other: its owner alone is told, by the mail. ' +
    'A name that was not confirmed within 24 hours is free again.',
  access: 'anyone',
  body: z.strictObject({ username: NewUserName, email: Email, password: NewPassword }),
  answers: { 202: null },
  refusals: ['name-taken', 'too-many-requests'],
});

export const confirmSignUp = route({
  method: 'POST',
  path: '/auth/confirm',
  operation: 'confirmSignUp',
  summary: 'Confirm the e-mail address with the mailed code',
  access: 'anyone',
  body: z.strictObject({ username: UserName, code: Code }),
  answers: { 204: null },
  refusals: ['wrong-code', 'too-many-requests'],
});

export const resendCode = route({
  method: 'POST',
  path: '/auth/resend-code',
  operation: 'resendCode',
  summary: 'Mail another confirmation code; answers alike whether or not there is such an account',
  access: 'anyone',
  body: z.strictObject({ username: UserName }),
  answers: { 202: null },
  refusals: [],
});

export const signIn = route({
  method: 'POST',
  path: '/auth/sign-in',
  operation: 'signIn',
  summary: 'Sign in by name or e-mail address; the refresh token comes as a cookie',
  access: 'anyone',
  cookie: 'set',
  body: z.strictObject({ username: NameOrEmail, password: Password }),
  answers: { 200: Session },
  refusals: ['wrong-credentials', 'unconfirmed', 'too-many-requests'],
});

export const refresh = route({
  method: 'POST',
  path: '/auth/refresh',
  operation: 'refresh',
  summary: 'Exchange the refresh cookie for a new access token',
  description:
    'The refresh token rotates: the answer sets the cookie anew. The one before still counts for a minute, in case the answer is lost.',
  access: 'anyone',
  cookie: 'taken',
  answers: { 200: Session },
  refusals: ['no-session', 'too-many-requests'],
});

export const signOut = route({
  method: 'POST',
  path: '/auth/sign-out',
  operation: 'signOut',
  summary: 'End this session, or every session of this person',
  access: 'anyone',
  description:
    'Its sockets close within seconds, and the cookie is removed, valid or not. Access tokens live out their minutes.',
  cookie: 'taken',
  body: z.strictObject({ everywhere: described('Every session.', z.optional(z.boolean())) }),
  answers: { 204: null },
  refusals: ['too-many-requests'],
});

export const forgotPassword = route({
  method: 'POST',
  path: '/auth/forgot-password',
  operation: 'forgotPassword',
  summary: 'Mail a code to choose a new password with; answers alike whether or not there is such an account',
  access: 'anyone',
  body: z.strictObject({ username: NameOrEmail }),
  answers: { 202: null },
  refusals: [],
});

export const resetPassword = route({
  method: 'POST',
  path: '/auth/reset-password',
  operation: 'resetPassword',
  summary: 'Choose a new password with the mailed code; every session of the account ends',
  access: 'anyone',
  body: z.strictObject({ username: NameOrEmail, code: Code, password: NewPassword }),
  answers: { 204: null },
  refusals: ['wrong-code', 'too-many-requests'],
});

export const changePassword = route({
  method: 'POST',
  path: '/auth/change-password',
  operation: 'changePassword',
  summary: 'Choose a new password; every session ends, and this one starts anew',
  access: 'person',
  cookie: 'set',
  body: z.strictObject({ password: Password, newPassword: NewPassword }),
  answers: { 200: Session },
  refusals: ['wrong-credentials', 'too-many-requests'],
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
