/** Presenting a person's own profile to them. */

import type { Me, Profile } from '#contract/users.ts';
import { isAdministrator, type Caller } from '../core/acting.ts';
import type { OwnProfile } from '../core/profile.ts';
import type { User } from '../core/user.ts';
import { presentUser } from './present.ts';

/** Others see it before they write, so the refusal of a second message tells them nothing that they could not know. */
export const presentRequests = ({ requests }: User): Pick<Profile, 'requests'> =>
  requests === true ? { requests } : {};

export const presentMe = ({ user, email, twoStep }: OwnProfile, caller: Caller): Me => ({
  ...presentUser(user),
  email,
  ...(user.readReceipts === false && { readReceipts: user.readReceipts }),
  ...presentRequests(user),
  ...(user.unlisted && { unlisted: user.unlisted }),
  ...(user.safetyTold && { safetyTold: user.safetyTold }),
  ...(isAdministrator(caller) && { administrator: true }),
  ...(twoStep && { twoStep: true as const }),
});
