/** The export of accounts: the user pool that it reads, and the bucket that keeps it. */

import {
  ListUsersCommand,
  ListUsersInGroupCommand,
  type ListUsersCommandOutput,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { ExportStore, ExportedAccount, ExportedPool } from '../core/account-export.ts';
import { cognito } from './cognito.ts';
import { GONE, bucketRequests, expect } from './s3-requests.ts';

/** Cognito's most for one page. */
const ACCOUNTS_PAGE = 60;

/** @param groupNames the groups whose members are exported */
export const exportedPool = (poolId: string, groupNames: readonly string[]): ExportedPool => ({
  id: poolId,

  async page(token) {
    const command = new ListUsersCommand({
      ...{ UserPoolId: poolId, Limit: ACCOUNTS_PAGE },
      ...(token !== undefined && { PaginationToken: token }),
    });
    const answer = await cognito.send(command).catch(refusedToken(token));
    return answer && { accounts: (answer.Users ?? []).map(accountOf), next: answer.PaginationToken };
  },

  async groups() {
    const members = groupNames.map(async (name) => [name, await membersOf(poolId, name)] as const);
    return new Map(await Promise.all(members));
  },
});

/** A token is good for a while only. Where one is given, Cognito's complaint can be of nothing else. */
const refusedToken =
  (token: string | undefined) =>
  (error: Error): ListUsersCommandOutput | undefined => {
    if (token !== undefined && ['InvalidParameterException', 'NotAuthorizedException'].includes(error.name))
      return undefined;
    throw error;
  };

async function membersOf(poolId: string, group: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  let next: string | undefined;
  do {
    const command = new ListUsersInGroupCommand({
      ...{ UserPoolId: poolId, GroupName: group, Limit: ACCOUNTS_PAGE },
      ...(next !== undefined && { NextToken: next }),
    });
    const { Users = [], NextToken } = await cognito.send(command);
    for (const { Username = '' } of Users) names.add(Username);
    next = NextToken;
  } while (next !== undefined);
  return names;
}

function accountOf({ Username = '', Attributes = [], ...user }: UserType): Omit<ExportedAccount, 'groups'> {
  const attribute = (wanted: string): string => Attributes.find(({ Name }) => Name === wanted)?.Value ?? '';
  return {
    username: Username,
    email: attribute('email'),
    emailVerified: attribute('email_verified') === 'true',
    enabled: user.Enabled ?? true,
    status: user.UserStatus ?? 'UNKNOWN',
    sub: attribute('sub'),
    createdAt: user.UserCreateDate?.getTime() ?? 0,
  };
}

export function exportBucket(bucket: string): ExportStore {
  const { send } = bucketRequests(bucket);
  return {
    async read(name) {
      const { status, body } = await send({ method: 'GET', path: `/${name}` });
      if (GONE.has(status)) return undefined;
      expect(status, 200);
      return body.toString('utf8');
    },

    async write(name, text) {
      const headers = { 'content-type': 'application/json' };
      const { status } = await send({ method: 'PUT', path: `/${name}`, headers }, { body: Buffer.from(text, 'utf8') });
      expect(status, 200);
    },
  };
}
