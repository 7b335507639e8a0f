/**
 * Called by the user pool before it accepts a name, once an address is confirmed, and, if SES sends its mails, for the
 * text of each mail. Names are checked before the pool is asked as well; here are those that come another way, as from
 * the operator, and those of two who sign up at once.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
 */

import type { CustomMessageTriggerEvent, PostConfirmationTriggerEvent, PreSignUpTriggerEvent } from 'aws-lambda';
import { isReserved } from '#contract/reserved-names.ts';
import { isUserName } from '#contract/user-name.ts';
import { ADDRESS_IS_TAKEN, LANGUAGE } from '../aws/client-metadata.ts';
import { systemClock } from '../aws/clock.ts';
import { USERS_TABLE, requireEnv } from '../aws/environment.ts';
import { nameIndex } from '../aws/name-index.ts';
import { isRestoring } from '../aws/restoring.ts';
import { usersTable } from '../aws/users-table.ts';
import { NAME_NOT_VALID, NAME_TAKEN } from '../core/account.ts';
import { isMailLanguage } from '../core/mail-language.ts';
import { type CodePurpose, mailText } from '../core/mail-texts.ts';
import { createProfile } from '../core/name-index.ts';
import type { User } from '../core/user.ts';

const users = usersTable(requireEnv(USERS_TABLE));
const names = nameIndex(requireEnv(USERS_TABLE));

type TriggerEvent = PreSignUpTriggerEvent | PostConfirmationTriggerEvent | CustomMessageTriggerEvent;

export async function handler(event: TriggerEvent): Promise<TriggerEvent> {
  switch (event.triggerSource) {
    case 'PreSignUp_SignUp':
    case 'PreSignUp_AdminCreateUser':
      if (!isUserName(event.userName)) throw refusal(NAME_NOT_VALID);
      // Only the operator may create a user who speaks for the product.
      if (event.triggerSource === 'PreSignUp_SignUp' && isReserved(event.userName)) throw refusal(NAME_NOT_VALID);
      if (isTaken(await users.get(event.userName), event.triggerSource)) throw refusal(NAME_TAKEN);
      break;
    case 'PostConfirmation_ConfirmSignUp':
      // After a restore, accounts without a profile are given one.
      if (!isRestoring) await createProfile({ users, names }, event.userName, systemClock.now());
      break;
    case 'CustomMessage_SignUp':
    case 'CustomMessage_ResendCode':
      writeMail(event, event.request.clientMetadata?.[ADDRESS_IS_TAKEN] === 'true' ? 'taken-address' : 'new-account');
      break;
    case 'CustomMessage_ForgotPassword':
      writeMail(event, 'new-password');
      break;
    // People can change their address at Cognito, with their own access token.
    case 'CustomMessage_UpdateUserAttribute':
    case 'CustomMessage_VerifyUserAttribute':
      writeMail(event, 'new-address');
      break;
  }
  return event;
}

/**
 * True for the name of a person who is or was here. Only the operator may create an account for a person who is: where
 * the pool was lost, they have a profile and no account. That of a deleted person is never given out again.
 */
const isTaken = (profile: User | undefined, source: PreSignUpTriggerEvent['triggerSource']): boolean =>
  source === 'PreSignUp_AdminCreateUser' ? profile?.deletedAt !== undefined : profile !== undefined;

/** Returns what refuses a name: the pool accepts whatever does not throw, and Lambda logs what does, with its stack. */
function refusal(message: string): Error {
  const error = new Error(message);
  error.stack = String(error);
  return error;
}

/** Writes the mail of an event. The text must hold the code's placeholder. */
function writeMail({ userName, request, response }: CustomMessageTriggerEvent, purpose: CodePurpose): void {
  const language = request.clientMetadata?.[LANGUAGE];
  const { subject, html } = mailText(
    purpose,
    isMailLanguage(language) ? language : 'en',
    userName,
    request.codeParameter,
  );
  response.emailSubject = subject;
  response.emailMessage = html;
}
