/** What the files of the user pool share: the client, and the refusals that a person's mistakes become. */

import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { Refusal } from '#contract/refusal.ts';
import { NAME_NOT_VALID, NAME_TAKEN } from '../core/accounts.ts';
import { configurationFor } from './clients.ts';

/** Milliseconds to an answer: Cognito itself waits 5 s for a trigger, and a sign-up that is given up and repeated finds its own name taken. */
const REQUEST_TIMEOUT = 7_000;

/** One client per function: its connections are kept between invocations. */
export const cognito = new CognitoIdentityProviderClient(configurationFor(REQUEST_TIMEOUT));

/**
 * One person's tries, counted by Cognito. The SDK takes the name for throttling and would try again for a second, which helps
 * nobody, and tells by its time that there is such a person.
 */
const TRIES_USED_UP = 'LimitExceededException';
const ITS_OTHER_NAME = 'TooManyFailedAttemptsException';

cognito.middlewareStack.add(
  (next) => async (request) => {
    try {
      return await next(request);
    } catch (error) {
      if (error instanceof Error && error.name === TRIES_USED_UP) error.name = ITS_OTHER_NAME;
      throw error;
    }
  },
  // Inside of what tries again.
  { step: 'finalizeRequest', priority: 'low' },
);

/**
 * @param denied what it means here that Cognito will not: the user, the secret or the state is not right
 * @param passwordField of the request, where a new password is given
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
    // A trigger threw. What it did not throw on purpose is a failure of ours.
    case 'UserLambdaValidationException':
      return message.includes(NAME_TAKEN) ? nameTaken() : message.includes(NAME_NOT_VALID) ? notValid() : undefined;
    case 'InvalidPasswordException':
      return new Refusal('invalid', 'Choose another password.', { errors: { [passwordField]: message } });
    // An address that another account has confirmed must not show: it fails as a wrong code does.
    case 'AliasExistsException':
    case 'CodeMismatchException':
    case 'ExpiredCodeException':
      return wrongCode();
    case 'UserNotConfirmedException':
      return new Refusal('unconfirmed', 'Confirm your e-mail address with the code we mailed you.');
    // An address that takes no mail.
    case 'CodeDeliveryFailureException':
    case 'NotAuthorizedException':
    // A refresh token that was exchanged for another a while ago.
    case 'RefreshTokenReuseException':
    // Something else than one of our refresh tokens.
    case 'UnauthorizedException':
    case 'UnsupportedTokenTypeException':
    case 'UserNotFoundException':
    case 'InvalidParameterException':
      return denied();
    case 'LimitExceededException':
    case 'TooManyFailedAttemptsException':
    case 'TooManyRequestsException':
      return new Refusal('too-many-requests', 'Too many tries. Wait a while, then try again.', { retryAfter: 60 });
    default:
      return undefined;
  }
}

const nameTaken = (): Refusal => new Refusal('name-taken', 'Choose another name: this one belongs to somebody.');
export const notValid = (): Refusal => new Refusal('invalid', 'Check the name and the e-mail address.');
export const wrongCode = (): Refusal => new Refusal('wrong-code', 'Check the code, or ask for a new one.');
export const wrongCredentials = (): Refusal => new Refusal('wrong-credentials', 'The name or the password is wrong.');
export const noSession = (): Refusal => new Refusal('no-session', 'Sign in again.');
