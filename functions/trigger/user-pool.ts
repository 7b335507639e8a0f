/**
 * Called by the user pool before it accepts a name, since anyone can call the pool's own sign-up, and once an
 * address is confirmed.
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
      if (!isUserName(event.userName)) throw new Error(NAME_NOT_VALID);
      // Only the operator may create a user who speaks for the product.
      if (event.triggerSource === 'PreSignUp_SignUp' && isReserved(event.userName)) throw new Error(NAME_NOT_VALID);
      if (await users.get(event.userName)) throw new Error(NAME_TAKEN);
      break;
    case 'PostConfirmation_ConfirmSignUp':
      await createProfile({ users, names }, event.userName, systemClock.now());
      break;
  }
  return event;
}
