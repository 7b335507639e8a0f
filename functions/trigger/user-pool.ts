/**
 * Called by the user pool before it accepts a name, and once an address is confirmed. Names are checked before the pool
 * is asked as well; here are those that come another way, as from the operator, and those of two who sign up at once.
 */

import type { PostConfirmationTriggerEvent, PreSignUpTriggerEvent } from 'aws-lambda';
import { isReserved } from '#contract/reserved-names.ts';
import { isUserName } from '#contract/user-name.ts';
import { systemClock } from '../aws/clock.ts';
import { USERS_TABLE, requireEnv } from '../aws/environment.ts';
import { nameIndex } from '../aws/name-index.ts';
import { usersTable } from '../aws/users-table.ts';
import { NAME_NOT_VALID, NAME_TAKEN } from '../core/account.ts';
import { createProfile } from '../core/name-index.ts';

const users = usersTable(requireEnv(USERS_TABLE));
const names = nameIndex(requireEnv(USERS_TABLE));

type TriggerEvent = PreSignUpTriggerEvent | PostConfirmationTriggerEvent;

export async function handler(event: TriggerEvent): Promise<TriggerEvent> {
  switch (event.triggerSource) {
    case 'PreSignUp_SignUp':
    case 'PreSignUp_AdminCreateUser':
      if (!isUserName(event.userName)) throw refusal(NAME_NOT_VALID);
      // Only the operator may create a user who speaks for the product.
      if (event.triggerSource === 'PreSignUp_SignUp' && isReserved(event.userName)) throw refusal(NAME_NOT_VALID);
      if (await users.get(event.userName)) throw refusal(NAME_TAKEN);
      break;
    case 'PostConfirmation_ConfirmSignUp':
      await createProfile({ users, names }, event.userName, systemClock.now());
      break;
  }
  return event;
}

/** Returns what refuses a name: the pool accepts whatever does not throw, and Lambda logs what does, with its stack. */
function refusal(message: string): Error {
  const error = new Error(message);
  error.stack = String(error);
  return error;
}
