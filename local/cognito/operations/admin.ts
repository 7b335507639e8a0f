/** What the functions may do to any account, where their role allows it. */
import { text, userNameRule } from '../input.ts';
import type { Operation } from '../operation.ts';
import { poolOf, userNotFound } from '../operation.ts';

export const adminGetUser: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminGetUser');
  const account = await pools.accounts.find(pool, text(input, 'Username', userNameRule));
  if (!account) throw userNotFound();
  return {
    Username: account.username,
    UserAttributes: Object.entries({ ...account.attributes, sub: account.sub }).map(([Name, Value]) => ({ Name, Value })),
    UserCreateDate: account.createdAt / 1000,
    UserLastModifiedDate: account.modifiedAt / 1000,
    Enabled: true,
    UserStatus: account.status,
  };
};

export const adminDeleteUser: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminDeleteUser');
  await pools.accounts.exclusively(pool, text(input, 'Username', userNameRule), async (account) => {
    if (!account) throw userNotFound();
    await pools.accounts.remove(pool, account);
    await pools.sessions.revokeAll(pool, account.sub);
  });
  return {};
};

export const adminUserGlobalSignOut: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminUserGlobalSignOut');
  await pools.accounts.exclusively(pool, text(input, 'Username', userNameRule), async (account) => {
    if (!account) throw userNotFound();
    await pools.sessions.revokeAll(pool, account.sub);
  });
  return {};
};
