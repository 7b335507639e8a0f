/** Presenting a person's own profile to them. */

import type { Me } from '#contract/users.ts';
import { isAdministrator, type Caller } from '../core/acting.ts';
import type { OwnProfile } from '../core/profile.ts';
import { presentUser } from './present.ts';

export const presentMe = ({ user, email, twoStep }: OwnProfile, caller: Caller): Me => ({
  ...presentUser(user),
  email,
  ...(user.readReceipts === false && { readReceipts: user.readReceipts }),
  ...(isAdministrator(caller) && { administrator: true }),
  ...(twoStep && { twoStep: true as const }),
});
