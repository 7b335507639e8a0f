/**
 * Authenticator apps as a second factor: setting one up, turning it on and off, and answering its challenge.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-totp.html
 *
 * No page says what a code is answered that was used before; Cognito has been seen to answer as here.
 */
import { ServiceError } from '../../aws/service.ts';
import { readAccessToken } from '../access-token.ts';
import type { Account } from '../accounts.ts';
import { checkSecretHash } from '../client-secret.ts';
import { type Input, invalidParameter, isRecord, text, textMap, userNameRule } from '../input.ts';
import { type Operation, type UserPools, clientOf, disabled, poolOf, userNotFound } from '../operation.ts';
import type { ClientSettings, PoolSettings } from '../settings.ts';
import { signTokens } from '../tokens.ts';
import { newTotpSecret, stepOfCode, unusedTotpCode } from '../totp.ts';

const CODE = { pattern: /^[0-9]{6}$/ };

/** Begins the setup. An app that counts already stays until a code of the new one is verified. */
export const associateSoftwareToken: Operation = async (pools, input) =>
  withCaller(pools, input, async (pool, account) => {
    const secret = newTotpSecret();
    await pools.accounts.save(pool, { ...account, softwareToken: { ...account.softwareToken, pending: secret } });
    await showCode(pools, account, secret);
    return { SecretCode: secret };
  });

export const verifySoftwareToken: Operation = async (pools, input) => {
  const code = text(input, 'UserCode', CODE);
  return withCaller(pools, input, async (pool, account) => {
    const { pending, on } = account.softwareToken ?? {};
    if (pending === undefined)
      throw new ServiceError('SoftwareTokenMFANotFoundException', 'No software token is being set up.');
    const usedStep = stepOfCode(pending, code, pools.now());
    if (usedStep === undefined) throw new ServiceError('EnableSoftwareTokenMFAException', 'Code mismatch');
    const softwareToken = { secret: pending, usedStep, ...(on && { on }) };
    await pools.accounts.save(pool, { ...account, softwareToken });
    return { Status: 'SUCCESS' };
  });
};

/** Turns the factor on or off, for people themselves. */
export const setUserMfaPreference: Operation = async (pools, input) =>
  withCaller(pools, input, (pool, account) => prefer(pools, pool, account, input));

/** Turns the factor of any account on or off. */
export const adminSetUserMfaPreference: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminSetUserMFAPreference');
  return pools.accounts.withLock(pool, text(input, 'Username', userNameRule), async (account) => {
    if (!account) throw userNotFound();
    return prefer(pools, pool, account, input);
  });
};

/** Answers a sign-in whose password was right with a challenge. */
export async function challenge(pools: UserPools, client: ClientSettings, account: Account): Promise<object> {
  await showCode(pools, account, account.softwareToken?.secret ?? '');
  return {
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    Session: pools.challenges.open(client.id, account.sub),
    ChallengeParameters: { USER_ID_FOR_SRP: account.username },
  };
}

/** True if an account takes a code to sign in. */
export const needsCode = ({ softwareToken }: Account): boolean => softwareToken?.on === true;

export const adminRespondToAuthChallenge: Operation = async (pools, input, authorize) => {
  const pool = poolOf(pools, input, authorize, 'AdminRespondToAuthChallenge');
  const client = clientOf(pools, input);
  if (client.pool !== pool)
    throw new ServiceError('ResourceNotFoundException', `User pool client ${client.id} does not exist.`);
  if (text(input, 'ChallengeName') !== 'SOFTWARE_TOKEN_MFA')
    throw invalidParameter('The local user pool has the challenge SOFTWARE_TOKEN_MFA only.');
  const responses = textMap(input, 'ChallengeResponses') ?? {};
  const { USERNAME: name, SOFTWARE_TOKEN_MFA_CODE: code, SECRET_HASH: hash } = responses;
  if (!name) throw invalidParameter('Missing required parameter USERNAME');
  if (!code) throw invalidParameter('Missing required parameter SOFTWARE_TOKEN_MFA_CODE');
  checkSecretHash(client, pools.secretOf(client), name, hash);
  const session = text(input, 'Session');

  return pools.accounts.withLock(pool, name, async (account) => {
    const token = account?.softwareToken;
    if (!account || !token?.secret || !pools.challenges.isOpen(session, client.id, account.sub))
      throw new ServiceError('NotAuthorizedException', 'Invalid session for the user, session is expired.');
    if (account.disabled) throw disabled();
    const step = stepOfCode(token.secret, code, pools.now());
    if (step === undefined) throw new ServiceError('CodeMismatchException', 'Invalid code received for user');
    if (step <= (token.usedStep ?? -1))
      throw new ServiceError('ExpiredCodeException', 'Your software token has already been used once.');
    pools.challenges.close(session);
    const saved = await pools.accounts.save(pool, { ...account, softwareToken: { ...token, usedStep: step } });
    const opened = await pools.sessions.open(client, saved);
    const tokens = await signTokens(pools.signer(pool), client, saved, opened.session, pools.now());
    return { AuthenticationResult: { ...tokens, RefreshToken: opened.refreshToken }, ChallengeParameters: {} };
  });
};

/** Runs `act` with the account of the access token. @throws {ServiceError} NotAuthorizedException */
async function withCaller(
  pools: UserPools,
  input: Input,
  act: (pool: PoolSettings, account: Account) => Promise<object>,
): Promise<object> {
  const { client, username, sub, session } = await readAccessToken(pools, text(input, 'AccessToken'));
  const { pool } = client;
  if (!pool.softwareTokens)
    throw new ServiceError(
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA has not been enabled by the userPool.',
    );
  return pools.accounts.withLock(pool, username, async (account) => {
    if (!account || account.disabled || !(await pools.sessions.isOpen(pool, sub, session)))
      throw new ServiceError('NotAuthorizedException', 'Access Token has been revoked');
    return act(pool, account);
  });
}

async function prefer(pools: UserPools, pool: PoolSettings, account: Account, input: Input): Promise<object> {
  const settings = input.SoftwareTokenMfaSettings;
  const on = isRecord(settings) && settings.Enabled === true;
  if (on && account.softwareToken?.secret === undefined)
    throw invalidParameter('User has not verified software token mfa');
  await pools.accounts.save(pool, { ...account, softwareToken: { ...account.softwareToken, on } });
  return {};
}

/** Puts a code that counts into the outbox: on a laptop, nobody needs an app, and nobody waits for the next code. */
const showCode = (pools: UserPools, { username, attributes, softwareToken }: Account, secret: string): Promise<void> =>
  pools.outbox.send({
    to: attributes.email ?? username,
    subject: `What the authenticator app of ${username} shows`,
    text: 'Only the local cloud tells: no such mail is ever sent. The code counts for up to a minute.',
    code: unusedTotpCode(secret, secret === softwareToken?.secret ? softwareToken.usedStep : undefined, pools.now()),
    at: new Date(pools.now()).toISOString(),
  });
