/** Creating an account and confirming its e-mail address. */
import { ServiceError } from '../../aws/service.ts';
import { CODE_VALIDITY_MS, checkCode, expiredCode, wrongCode } from '../codes.ts';
import { attributes, clientMetadata, invalidParameter, passwordRule, text, userNameRule } from '../input.ts';
import { codeDeliveryTo, mailCode } from '../mail-code.ts';
import { type Operation, provenClientOf } from '../operation.ts';
import { checkPassword, hashPassword } from '../passwords.ts';
import type { ClientSettings } from '../settings.ts';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export const signUp: Operation = async (pools, input) => {
  const client = provenClientOf(pools, input);
  const { pool } = client;
  const username = text(input, 'Username', userNameRule);
  if (pool.emailAlias && EMAIL.test(username)) {
    throw invalidParameter('Username cannot be of email format, since user pool is configured for email alias.');
  }
  const given = checkAttributes(client, attributes(input, 'UserAttributes') ?? {});
  const password = text(input, 'Password', passwordRule);
  checkPassword(password, pool.passwordPolicy);

  const draft = pools.accounts.draft(pool, username, given, await hashPassword(password, pools.passwordCost));
  const flags = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };
  const response = await pools.triggers(client, {
    trigger: 'PreSignUp',
    source: 'PreSignUp_SignUp',
    username: draft.username,
    request: {
      userAttributes: given,
      validationData: attributes(input, 'ValidationData') ?? null,
      ...clientMetadata(input),
    },
    response: flags,
  });
  if (Object.keys(flags).some((flag) => response[flag])) {
    const message = 'The local user pool confirms no account by itself: PreSignUp must leave its flags false.';
    throw new ServiceError('InvalidLambdaResponseException', message);
  }

  return pools.accounts.withLock(pool, username, async (existing) => {
    if (existing) throw new ServiceError('UsernameExistsException', 'User already exists');
    const mail = { source: 'CustomMessage_SignUp', validityMs: CODE_VALIDITY_MS.confirmation, input } as const;
    const delivery = await mailCode(pools, client, draft, mail);
    return { UserConfirmed: false, UserSub: draft.sub, ...delivery };
  });
};

export const confirmSignUp: Operation = async (pools, input) => {
  const client = provenClientOf(pools, input);
  const { pool } = client;
  const username = text(input, 'Username', userNameRule);
  const code = text(input, 'ConfirmationCode', { pattern: /^\S+$/ });
  if (input.ForceAliasCreation)
    throw invalidParameter('The local user pool never moves an address from one account to another.');

  const confirmed = await pools.accounts.withLock(pool, username, async (account) => {
    if (!account) throw client.preventsUserExistenceErrors ? expiredCode() : notRegistered();
    if (account.status === 'CONFIRMED') {
      throw new ServiceError('NotAuthorizedException', 'User cannot be confirmed. Current status is CONFIRMED');
    }
    const check = checkCode(account.codes, code, pools.now());
    if (!check.matches) {
      await pools.accounts.save(pool, { ...account, codes: check.state });
      throw wrongCode();
    }
    const done = await pools.accounts.confirm(pool, account);
    if (!done) throw new ServiceError('AliasExistsException', 'An account with the email already exists.');
    return done;
  });

  const userAttributes = { sub: confirmed.sub, 'cognito:user_status': 'CONFIRMED', ...confirmed.attributes };
  await pools.triggers(client, {
    trigger: 'PostConfirmation',
    source: 'PostConfirmation_ConfirmSignUp',
    username: confirmed.username,
    request: { userAttributes, ...clientMetadata(input) },
    response: {},
  });
  return {};
};

export const resendConfirmationCode: Operation = async (pools, input) => {
  const client = provenClientOf(pools, input);
  const username = text(input, 'Username', userNameRule);
  return pools.accounts.withLock(client.pool, username, async (account) => {
    const mail = { source: 'CustomMessage_ResendCode', validityMs: CODE_VALIDITY_MS.confirmation, input } as const;
    if (account?.status === 'UNCONFIRMED') return mailCode(pools, client, account, mail);
    if (!client.preventsUserExistenceErrors)
      throw account ? invalidParameter('User is already confirmed.') : notRegistered();
    return codeDeliveryTo(username);
  });
};

function checkAttributes(
  client: ClientSettings,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (Object.keys(given).some((name) => client.writable && !client.writable.has(name))) {
    throw new ServiceError('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
  }
  const missing = client.pool.requiredAttributes.find((name) => given[name] === undefined);
  if (missing)
    throw invalidParameter(`Attributes did not conform to the schema: ${missing}: The attribute is required`);
  if (given.email !== undefined && !EMAIL.test(given.email)) throw invalidParameter('Invalid email address format.');
  return given;
}

const notRegistered = () => new ServiceError('UserNotFoundException', 'Username/client id combination not found.');
