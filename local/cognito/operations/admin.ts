/** Administrative operations on any account, for developers and for functions whose role allows them. */
import { ServiceError } from '../../aws/service.ts';
import type { Account } from '../accounts.ts';
import { text, userNameRule } from '../input.ts';
import { type Operation, type UserPools, clientOf, poolOf, userNotFound } from '../operation.ts';
import type { PoolSettings } from '../settings.ts';
import { needsCode } from './software-token.ts';

export const adminGetUser: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminGetUser');
  const account = await pools.accounts.find(pool, text(input, 'Username', userNameRule));
  if (!account) throw userNotFound();
  const { attributes, ...user } = describe(account);
  const factors = needsCode(account) && { UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] };
  return { ...user, UserAttributes: attributes, ...factors };
};

/** Returns all pools in one page: a template has few. */
export const listUserPools: Operation = async (pools, _, authorize) => {
  authorize('cognito-idp:ListUserPools', '*');
  return { UserPools: [...new Set(pools.clients.map(({ pool }) => pool.id))].map((Id) => ({ Id, Name: Id })) };
};

/** Returns of a client only what identifies it and its secret. */
export const describeUserPoolClient: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'DescribeUserPoolClient');
  const client = clientOf(pools, input);
  if (client.pool !== pool)
    throw new ServiceError('ResourceNotFoundException', `User pool client ${client.id} does not exist.`);
  return { UserPoolClient: { UserPoolId: pool.id, ClientId: client.id, ClientSecret: pools.secretOf(client) } };
};

/**
 * `username ^= "al"` filters by prefix, `username = "al"` by the whole name, `cognito:user_status = "CONFIRMED"` by
 * the status. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
const FILTER = /^\s*(username|cognito:user_status)\s*(\^=|=)\s*"([^"\\]*)"\s*$/;
/** Cognito's maximum and default for one page. */
const PAGE_USERS = 60;

/** Lists users in the order of names. Cognito defines no order. */
export const listUsers: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'ListUsers');
  const { Filter, Limit = PAGE_USERS, PaginationToken } = input;
  const [, attribute, operator, value = ''] = FILTER.exec(typeof Filter === 'string' ? Filter : 'username ^= ""') ?? [];
  if (!operator)
    throw new ServiceError('InvalidParameterException', 'The local user pool filters by user name and status only.');
  // A user name is compared with its case, a status without.
  const matches = ({ username, status }: Account): boolean => {
    const [given, wanted] = attribute === 'username' ? [username, value] : [status, value.toUpperCase()];
    return operator === '=' ? given === wanted : given.startsWith(wanted);
  };
  const { users, next } = pageOf((await pools.accounts.list(pool)).filter(matches), Limit, PaginationToken);
  return { Users: users, ...(next !== undefined && { PaginationToken: next }) };
};

/**
 * Lists the members of a group in the order of names.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsersInGroup.html
 */
export const listUsersInGroup: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'ListUsersInGroup');
  const group = groupOf(pool, input);
  const { Limit = PAGE_USERS, NextToken } = input;
  const members = (await pools.accounts.list(pool)).filter(({ groups = [] }) => groups.includes(group));
  const { users, next } = pageOf(members, Limit, NextToken);
  return { Users: users, ...(next !== undefined && { NextToken: next }) };
};

/** @param token where the page begins: the last name of the page before */
function pageOf(accounts: readonly Account[], limit: unknown, token: unknown) {
  if (typeof limit !== 'number' || limit < 1 || limit > PAGE_USERS)
    throw new ServiceError('InvalidParameterException', `Limit must be 1 to ${PAGE_USERS}.`);
  const after = typeof token === 'string' ? Buffer.from(token, 'base64url').toString() : '';
  const found = accounts.filter(({ username }) => username > after);
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return {
    users: page.map(describe).map(({ attributes, ...user }) => ({ ...user, Attributes: attributes })),
    next: last && Buffer.from(last.username).toString('base64url'),
  };
}

export const adminDeleteUser: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminDeleteUser');
  return change(pools, pool, input, async (account) => {
    await pools.accounts.remove(pool, account);
    await pools.sessions.revokeAll(pool, account.sub);
  });
};

export const adminUserGlobalSignOut: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminUserGlobalSignOut');
  return change(pools, pool, input, ({ sub }) => pools.sessions.revokeAll(pool, sub));
};

export const adminDisableUser: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminDisableUser');
  return change(pools, pool, input, async (account) => {
    await pools.accounts.save(pool, { ...account, disabled: true });
    await pools.sessions.revokeAll(pool, account.sub);
  });
};

export const adminEnableUser: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminEnableUser');
  return change(
    pools,
    pool,
    input,
    async (account) => void (await pools.accounts.save(pool, { ...account, disabled: false })),
  );
};

export const adminAddUserToGroup: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminAddUserToGroup');
  const group = groupOf(pool, input);
  return change(pools, pool, input, async (account) => {
    const groups = [...new Set([...(account.groups ?? []), group])];
    await pools.accounts.save(pool, { ...account, groups });
  });
};

/** A token that was issued before goes on naming the group until it expires. */
export const adminRemoveUserFromGroup: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminRemoveUserFromGroup');
  const group = groupOf(pool, input);
  return change(pools, pool, input, async (account) => {
    const groups = (account.groups ?? []).filter((other) => other !== group);
    await pools.accounts.save(pool, { ...account, groups });
  });
};

/** Returns all groups of a user in one page: a template has few. */
export const adminListGroupsForUser: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminListGroupsForUser');
  const account = await pools.accounts.find(pool, text(input, 'Username', userNameRule));
  if (!account) throw userNotFound();
  return { Groups: (account.groups ?? []).map((GroupName) => ({ GroupName, UserPoolId: pool.id })) };
};

function groupOf(pool: PoolSettings, input: Parameters<Operation>[1]): string {
  const group = text(input, 'GroupName');
  if (!pool.groups.includes(group)) throw new ServiceError('ResourceNotFoundException', 'Group not found.');
  return group;
}

async function change(
  pools: UserPools,
  pool: PoolSettings,
  input: Parameters<Operation>[1],
  act: (account: Account) => Promise<void>,
): Promise<object> {
  await pools.accounts.withLock(pool, text(input, 'Username', userNameRule), async (account) => {
    if (!account) throw userNotFound();
    await act(account);
  });
  return {};
}

const describe = ({ username, attributes, sub, createdAt, modifiedAt, disabled = false, status }: Account) => ({
  Username: username,
  attributes: Object.entries({ ...attributes, sub }).map(([Name, Value]) => ({ Name, Value })),
  UserCreateDate: createdAt / 1000,
  UserLastModifiedDate: modifiedAt / 1000,
  Enabled: !disabled,
  UserStatus: status,
});
