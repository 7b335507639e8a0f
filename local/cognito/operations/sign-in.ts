/** Signing in with a password, refreshing tokens and revoking them. */
import { ServiceError } from '../../aws/service.ts';
import { checkSecret, checkSecretHash } from '../client-secret.ts';
import { invalidParameter, text, textMap } from '../input.ts';
import { type Operation, clientOf, disabled, poolOf, userNotFound } from '../operation.ts';
import { matchesPassword } from '../passwords.ts';
import { signTokens } from '../tokens.ts';
import { challenge, needsCode } from './software-token.ts';

export const adminInitiateAuth: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminInitiateAuth');
  const client = clientOf(pools, input);
  if (client.pool !== pool)
    throw new ServiceError('ResourceNotFoundException', `User pool client ${client.id} does not exist.`);
  const flow = text(input, 'AuthFlow');
  if (flow !== 'ADMIN_USER_PASSWORD_AUTH' || !client.adminPasswordFlow)
    throw invalidParameter('Auth flow not enabled for this client');
  const { USERNAME: name, PASSWORD: password, SECRET_HASH: hash } = textMap(input, 'AuthParameters') ?? {};
  if (!name) throw invalidParameter('Missing required parameter USERNAME');
  if (!password) throw invalidParameter('Missing required parameter PASSWORD');
  checkSecretHash(client, pools.secretOf(client), name, hash);

  return pools.accounts.withLock(pool, name, async (account) => {
    const guessed = `${pool.id}/${account?.username ?? name.toLowerCase()}`;
    pools.lockout.check(guessed);
    if (!(await matchesPassword(password, account?.password, pools.passwordCost))) {
      pools.lockout.failed(guessed);
      if (!account && !client.preventsUserExistenceErrors) throw userNotFound();
      throw new ServiceError('NotAuthorizedException', 'Incorrect username or password.');
    }
    pools.lockout.succeeded(guessed);
    if (!account) throw userNotFound();
    if (account.disabled) throw disabled();
    if (account.status !== 'CONFIRMED') throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.');
    if (needsCode(account)) return challenge(pools, client, account);
    const { session, refreshToken } = await pools.sessions.open(client, account);
    const tokens = await signTokens(pools.signer(pool), client, account, session, pools.now());
    return { AuthenticationResult: { ...tokens, RefreshToken: refreshToken }, ChallengeParameters: {} };
  });
};

export const getTokensFromRefreshToken: Operation = async (pools, input) => {
  const client = clientOf(pools, input);
  const given = text(input, 'RefreshToken');
  checkSecret(client, pools.secretOf(client), input.ClientSecret);
  const username = (await pools.sessions.usernameOf(client.pool, given)) ?? '';
  return pools.accounts.withLock(client.pool, username, async (account) => {
    const { session, refreshToken } = await pools.sessions.refresh(client, given);
    if (account?.sub !== session.sub)
      throw new ServiceError('NotAuthorizedException', 'Refresh Token has been revoked');
    if (account.disabled) throw disabled();
    const tokens = await signTokens(pools.signer(client.pool), client, account, session, pools.now());
    return { AuthenticationResult: { ...tokens, ...(refreshToken !== undefined && { RefreshToken: refreshToken }) } };
  });
};

export const revokeToken: Operation = async (pools, input) => {
  const client = clientOf(pools, input);
  const token = text(input, 'Token');
  checkSecret(client, pools.secretOf(client), input.ClientSecret);
  if (!client.tokenRevocation)
    throw new ServiceError('UnsupportedOperationException', 'Token revocation is not enabled for this client.');
  if (token.split('.').length === 3)
    throw new ServiceError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.');
  const username = (await pools.sessions.usernameOf(client.pool, token)) ?? '';
  await pools.accounts.withLock(client.pool, username, () => pools.sessions.revoke(client, token));
  return {};
};
