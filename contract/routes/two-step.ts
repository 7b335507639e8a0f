/** Routes of two-step sign-in: a code of an authenticator app (TOTP, RFC 6238) besides the password. */

import * as z from 'zod/mini';
import { described } from '../described.ts';
import { route } from '../route.ts';
import { AppCode, Password } from './accounts.ts';

export const startTwoStep = route({
  method: 'POST',
  path: '/auth/two-step',
  operation: 'startTwoStep',
  summary: 'Begin to set up two-step sign-in',
  description: 'Returns a new secret for the authenticator app. Nothing changes before a code of it comes back.',
  access: 'person',
  token: 'passed-on',
  answers: { 200: z.object({ secret: described('The secret, in base 32.', z.string()) }) },
  refusals: ['no-session', 'two-step-on', 'too-many-requests'],
});

export const turnOnTwoStep = route({
  method: 'PUT',
  path: '/auth/two-step',
  operation: 'turnOnTwoStep',
  summary: 'Turn two-step sign-in on, with a code of the app',
  description: 'Every session ends, this one too. A code works once, so the person signs in again with the next one.',
  access: 'person',
  token: 'passed-on',
  setsCookies: ['refreshToken'],
  body: z.strictObject({ password: Password, code: AppCode }),
  answers: { 204: null },
  refusals: ['no-session', 'two-step-on', 'wrong-credentials', 'wrong-code', 'too-many-requests'],
});

export const turnOffTwoStep = route({
  method: 'DELETE',
  path: '/auth/two-step',
  operation: 'turnOffTwoStep',
  summary: 'Turn two-step sign-in off',
  description: 'Does nothing where it is off. An administrator cannot act as one before it is on again.',
  access: 'person',
  body: z.strictObject({ password: Password, code: AppCode }),
  answers: { 204: null },
  refusals: ['no-session', 'wrong-credentials', 'wrong-code', 'too-many-requests'],
});

export const twoStepRoutes = [startTwoStep, turnOnTwoStep, turnOffTwoStep] as const;
