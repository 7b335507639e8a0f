/** What the user pool's files share: the client, and the mapping of Cognito's errors to refusals. */

import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { Refusal, refuseField } from '#contract/refusal.ts';
import { NAME_NOT_VALID, NAME_TAKEN, nameTaken } from '../core/account.ts';
import { configurationFor } from './client-configuration.ts';

/**
 * Cognito itself waits 5 s for a trigger, and a sign-up that times out and is retried would find its own name
 * taken.
 */
const REQUEST_TIMEOUT_MS = 7_000;

/** One client per function keeps its connections between invocations. */
export const cognito = new CognitoIdentityProviderClient(configurationFor(REQUEST_TIMEOUT_MS));

let once: CognitoIdentityProviderClient | undefined;

/** Returns a client that sends each request once, for what must not be repeated where an answer is lost. */
export const cognitoWithoutRetries = (): CognitoIdentityProviderClient =>
  (once ??= new CognitoIdentityProviderClient({ ...configurationFor(REQUEST_TIMEOUT_MS), maxAttempts: 1 }));

/**
 * Cognito's error for one person's used up attempts. The SDK takes the name for throttling and would retry for
 * a second, which helps no one and reveals by its duration that there is such a person. So we rename the error.
 */
const ATTEMPTS_USED_UP = 'LimitExceededException';
const NOT_RETRIED = 'TooManyFailedAttemptsException';

cognito.middlewareStack.add(
  (next) => async (request) => {
    try {
      return await next(request);
    } catch (error) {
      if (error instanceof Error && error.name === ATTEMPTS_USED_UP) error.name = NOT_RETRIED;
      throw error;
    }
  },
  // Inside the retry middleware.
  { step: 'finalizeRequest', priority: 'low' },
);

/**
 * Waits for a call to Cognito, and turns its errors into refusals.
 * @param denied the refusal for this call where the user, the secret or the state is not right
 * @param passwordField the field of the request that has the new password
 */
export async function refusing<T>(call: Promise<T>, denied: () => Refusal, passwordField = 'password'): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw (error instanceof Error && refusalOf(error, denied, passwordField)) || error;
  }
}

function refusalOf({ name, message }: Error, denied: () => Refusal, passwordField: string): Refusal | undefined {
  switch (name) {
    case 'UsernameExistsException':
      return nameTaken();
    // A trigger threw. If it was not on purpose, the failure is ours.
    case 'UserLambdaValidationException':
      return message.includes(NAME_TAKEN) ? nameTaken() : message.includes(NAME_NOT_VALID) ? notValid() : undefined;
    case 'InvalidPasswordException':
      return refuseField(passwordField, 'wrong-form', message, 'Choose a different password.');
    // That another account has confirmed this address must not show: it fails like a wrong code.
    case 'AliasExistsException':
    case 'CodeMismatchException':
    case 'ExpiredCodeException':
      return wrongCode();
    case 'UserNotConfirmedException':
      return new Refusal('unconfirmed', 'Confirm your e-mail address with the code we mailed you.');
    // An address that accepts no mail.
    case 'CodeDeliveryFailureException':
    case 'NotAuthorizedException':
    // A refresh token that was exchanged a while ago.
    case 'RefreshTokenReuseException':
    // Anything but one of our refresh tokens.
    case 'UnauthorizedException':
    case 'UnsupportedTokenTypeException':
    case 'UserNotFoundException':
    case 'InvalidParameterException':
      return denied();
    case 'LimitExceededException':
    case 'TooManyFailedAttemptsException':
    case 'TooManyRequestsException':
      return new Refusal('too-many-requests', 'Too many attempts. Wait a while, then try again.', { retryAfter: 60 });
    default:
      return undefined;
  }
}

/** After four failures, unknown devices are refused like this, whatever they give: the words say what to do then. */
const WRONG_CREDENTIALS =
  'The name or the password is wrong. After several wrong passwords, a device that the account was not used on is ' +
  'refused for 15 minutes; set a new password by e-mail to sign in at once.';
const WRONG_CODE = 'Check the code, or request a new one. After several wrong codes, wait an hour.';

export const notValid = (): Refusal => new Refusal('invalid', 'Check the name and the e-mail address.');
export const wrongCode = (): Refusal => new Refusal('wrong-code', WRONG_CODE);
/** For codes of an authenticator app. Cognito's page names the first two for codes of either kind. */
export function wrongAppCode(error: Error): never {
  const isWrong = ['CodeMismatchException', 'ExpiredCodeException', 'EnableSoftwareTokenMFAException'].includes(
    error.name,
  );
  if (!isWrong) throw error;
  throw new Refusal('wrong-code', 'Enter the code that your authenticator app shows now. Each code works once.');
}
export const wrongCredentials = (): Refusal => new Refusal('wrong-credentials', WRONG_CREDENTIALS);
export const noSession = (): Refusal => new Refusal('no-session', 'Sign in again.');
