/** New passwords: with a mailed code for a forgotten one, or with the current password. */
import { ServiceError } from '../../aws/service.ts';
import { readAccessToken } from '../access-token.ts';
import type { Account } from '../accounts.ts';
import { CODE_VALIDITY_MS, checkCode, expiredCode, wrongCode } from '../codes.ts';
import { clientMetadata, invalidParameter, passwordRule, text, userNameRule } from '../input.ts';
import { codeDeliveryTo, mailCode } from '../mail-code.ts';
import { type Operation, disabled, provenClientOf, userNotFound } from '../operation.ts';
import { checkPassword, hashPassword, matchesPassword } from '../passwords.ts';

export const forgotPassword: Operation = async (pools, input) => {
  const client = provenClientOf(pools, input);
  const username = text(input, 'Username', userNameRule);
  return pools.accounts.withLock(client.pool, username, async (account) => {
    if (!account) {
      if (!client.preventsUserExistenceErrors) throw userNotFound();
      return codeDeliveryTo(username);
    }
    if (account.disabled) throw disabled();
    if (!isVerified(account)) {
      throw invalidParameter(
        'Cannot reset password for the user as there is no registered/verified email or phone_number',
      );
    }
    const mail = { source: 'CustomMessage_ForgotPassword', validityMs: CODE_VALIDITY_MS.newPassword, input } as const;
    return mailCode(pools, client, account, mail);
  });
};

export const confirmForgotPassword: Operation = async (pools, input) => {
  const client = provenClientOf(pools, input);
  const { pool } = client;
  const username = text(input, 'Username', userNameRule);
  const code = text(input, 'ConfirmationCode', { pattern: /^\S+$/ });
  const password = text(input, 'Password', passwordRule);
  checkPassword(password, pool.passwordPolicy);

  const changed = await pools.accounts.withLock(pool, username, async (account) => {
    if (!account && !client.preventsUserExistenceErrors) throw userNotFound();
    // A code that was mailed to confirm an address must not set a password.
    if (!account || account.disabled || !isVerified(account)) throw expiredCode();
    const check = checkCode(account.codes, code, pools.now());
    if (!check.matches) {
      await pools.accounts.save(pool, { ...account, codes: check.state });
      throw wrongCode();
    }
    return pools.accounts.save(pool, {
      ...account,
      password: await hashPassword(password, pools.passwordCost),
      codes: {},
    });
  });

  await pools.triggers(client, {
    trigger: 'PostConfirmation',
    source: 'PostConfirmation_ConfirmForgotPassword',
    username: changed.username,
    request: {
      userAttributes: { sub: changed.sub, 'cognito:user_status': changed.status, ...changed.attributes },
      ...clientMetadata(input),
    },
    response: {},
  });
  return {};
};

export const changePassword: Operation = async (pools, input) => {
  const { client, username, sub, session } = await readAccessToken(pools, text(input, 'AccessToken'));
  const { pool } = client;
  const previous = text(input, 'PreviousPassword', passwordRule);
  const proposed = text(input, 'ProposedPassword', passwordRule);
  return pools.accounts.withLock(pool, username, async (account) => {
    if (!account || account.disabled || !(await pools.sessions.isOpen(pool, sub, session))) {
      throw new ServiceError('NotAuthorizedException', 'Access Token has been revoked');
    }
    const guessed = `${pool.id}/${username}`;
    pools.lockout.check(guessed);
    if (!(await matchesPassword(previous, account.password, pools.passwordCost))) {
      pools.lockout.failed(guessed);
      throw new ServiceError('NotAuthorizedException', 'Incorrect username or password.');
    }
    checkPassword(proposed, pool.passwordPolicy);
    await pools.accounts.save(pool, { ...account, password: await hashPassword(proposed, pools.passwordCost) });
    return {};
  });
};

const isVerified = ({ status, attributes }: Account): boolean =>
  status === 'CONFIRMED' && attributes.email_verified === 'true';
