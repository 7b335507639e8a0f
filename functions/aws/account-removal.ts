/** Removing accounts from the user pool, which needs nothing but the pool: no client and no secret. */

import {
  AdminDeleteUserCommand,
  AdminUserGlobalSignOutCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Accounts } from '../core/ports.ts';
import type { UnconfirmedAccounts } from '../core/sweep.ts';
import { cognito, cognitoWithoutRetries } from './cognito.ts';

export function accountRemoval(poolId: string): Pick<Accounts, 'signOutEverywhere' | 'remove' | 'removeOnce'> {
  const user = (username: string) => ({ UserPoolId: poolId, Username: username });

  return {
    async signOutEverywhere(username) {
      // A deleted account has no sessions left to end, but its access tokens may still open sockets.
      await unlessGone(cognito.send(new AdminUserGlobalSignOutCommand(user(username))));
    },

    async remove(username) {
      await unlessGone(cognito.send(new AdminDeleteUserCommand(user(username))));
    },

    async removeOnce(username) {
      await unlessGone(cognitoWithoutRetries().send(new AdminDeleteUserCommand(user(username))));
    },
  };
}

export const unconfirmedAccounts = (poolId: string): UnconfirmedAccounts => ({
  async listUnconfirmed(token, limit) {
    const command = new ListUsersCommand({
      UserPoolId: poolId,
      Limit: limit,
      // https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html
      Filter: 'cognito:user_status = "UNCONFIRMED"',
      ...(token !== undefined && { PaginationToken: token }),
    });
    const { Users = [], PaginationToken } = await cognito.send(command);
    const accounts = Users.map(({ Username = '', UserCreateDate }) => ({
      username: Username,
      // Without a date it counts as new.
      createdAt: UserCreateDate?.getTime() ?? Infinity,
    }));
    return { accounts, next: PaginationToken };
  },
});

/** Waits for a command on an account that may not exist. */
async function unlessGone(command: Promise<unknown>): Promise<void> {
  try {
    await command;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'UserNotFoundException')) throw error;
  }
}
