/** Accounts that an administrator creates, and their first passwords. */
import { randomBytes } from 'node:crypto';
import { ServiceError } from '../../aws/service.ts';
import { attributes, invalidParameter, passwordRule, text, userNameRule } from '../input.ts';
import { type Operation, poolOf, userNotFound } from '../operation.ts';
import { checkPassword, hashPassword } from '../passwords.ts';

export const adminCreateUser: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminCreateUser');
  const username = text(input, 'Username', userNameRule);
  const given = attributes(input, 'UserAttributes') ?? {};
  if (input.MessageAction !== 'SUPPRESS' || input.TemporaryPassword !== undefined) {
    throw invalidParameter(
      'The local user pool sends no invitations: MessageAction must be SUPPRESS, without a TemporaryPassword.',
    );
  }
  const client = pools.clients.find((candidate) => candidate.pool === pool);
  if (!client) throw new ServiceError('ResourceNotFoundException', `User pool ${pool.id} has no client.`);
  await pools.triggers(
    { ...client, id: 'CLIENT_ID_NOT_APPLICABLE' },
    {
      trigger: 'PreSignUp',
      source: 'PreSignUp_AdminCreateUser',
      username,
      request: { userAttributes: given, validationData: null },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    },
  );
  // A password that is never shown: nobody can sign in before another one is set.
  const password = await hashPassword(randomBytes(32).toString('base64'), pools.passwordCost);
  return pools.accounts.withLock(pool, username, async (existing) => {
    if (existing) throw new ServiceError('UsernameExistsException', 'User account already exists');
    if (given.email !== undefined && (await pools.accounts.find(pool, given.email))) {
      throw new ServiceError('UsernameExistsException', 'An account with the email already exists.');
    }
    const draft = pools.accounts.draft(pool, username, given, password);
    await pools.accounts.save(pool, { ...draft, status: 'FORCE_CHANGE_PASSWORD' });
    return { User: { Username: draft.username, Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' } };
  });
};

export const adminSetUserPassword: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminSetUserPassword');
  if (input.Permanent !== true)
    throw invalidParameter('The local user pool sets permanent passwords only: Permanent must be true.');
  const given = text(input, 'Password', passwordRule);
  checkPassword(given, pool.passwordPolicy);
  const password = await hashPassword(given, pools.passwordCost);
  await pools.accounts.withLock(pool, text(input, 'Username', userNameRule), async (account) => {
    if (!account) throw userNotFound();
    if (account.status === 'CONFIRMED') await pools.accounts.save(pool, { ...account, password });
    else if (!(await pools.accounts.confirm(pool, { ...account, password }))) {
      throw new ServiceError('AliasExistsException', 'An account with the email already exists.');
    }
  });
  return {};
};
