/** The user pool, as administrators use it. */

import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUserGlobalSignOutCommand,
  ListUsersCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { Refusal, notFound, refuseField } from '#contract/refusal.ts';
import type { ListedAccount } from '../core/account.ts';
import type { AccountDirectory } from '../core/ports.ts';
import { cognito, refusing } from './cognito.ts';
import { hasSecondFactor, secondFactor } from './second-factor.ts';

export function accountDirectory(poolId: string): AccountDirectory {
  const user = (username: string) => ({ UserPoolId: poolId, Username: username });

  return {
    async list(prefix, token, limit) {
      const command = new ListUsersCommand({
        UserPoolId: poolId,
        Limit: limit,
        ...(prefix !== '' && { Filter: `username ^= "${prefix}"` }),
        ...(token !== undefined && { PaginationToken: token }),
      });
      const { Users = [], PaginationToken } = await refusing(cognito.send(command), unknownToken);
      return { accounts: Users.map(accountOf), next: PaginationToken };
    },

    async exists(username) {
      try {
        await refusing(cognito.send(new AdminGetUserCommand(user(username))), notFound);
        return true;
      } catch (error) {
        if (error instanceof Refusal && error.code === 'not-found') return false;
        throw error;
      }
    },

    async standing(username) {
      try {
        const [{ Enabled = false, UserMFASettingList }, { Groups = [] }] = await Promise.all([
          refusing(cognito.send(new AdminGetUserCommand(user(username))), notFound),
          refusing(cognito.send(new AdminListGroupsForUserCommand(user(username))), notFound),
        ]);
        return {
          enabled: Enabled,
          secondFactor: hasSecondFactor(UserMFASettingList),
          groups: Groups.map(({ GroupName = '' }) => GroupName),
        };
      } catch (error) {
        if (error instanceof Refusal && error.code === 'not-found') return undefined;
        throw error;
      }
    },

    async disable(username) {
      await refusing(cognito.send(new AdminDisableUserCommand(user(username))), notFound);
    },

    async enable(username) {
      await refusing(cognito.send(new AdminEnableUserCommand(user(username))), notFound);
    },

    async turnOffSecondFactor(username) {
      await refusing(
        cognito.send(new AdminSetUserMFAPreferenceCommand(secondFactor(poolId, username, false))),
        notFound,
      );
    },

    async signOutEverywhere(username) {
      await refusing(cognito.send(new AdminUserGlobalSignOutCommand(user(username))), notFound);
    },
  };
}

function accountOf({ Username = '', Attributes, UserStatus, Enabled, UserCreateDate }: UserType): ListedAccount {
  const confirmed = UserStatus === 'UNCONFIRMED' ? 'unconfirmed' : 'confirmed';
  return {
    username: Username,
    email: Attributes?.find(({ Name }) => Name === 'email')?.Value ?? '',
    status: Enabled === false ? 'disabled' : confirmed,
    createdAt: UserCreateDate?.getTime() ?? 0,
  };
}

const unknownToken = (): Refusal =>
  refuseField('cursor', 'past', 'This cursor has expired. Start again without a cursor.', 'The request is not valid.');
