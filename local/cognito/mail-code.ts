/** Mails verification codes. */
import type { Account } from './accounts.ts';
import { issueCode } from './codes.ts';
import type { UserPools } from './operation.ts';
import { textOf } from './outbox.ts';
import type { PoolSettings } from './settings.ts';

/**
 * Saves the account with a new code and mails the code. If the pool verifies no addresses, only saves the account.
 * @returns where the code went, as the operations' output says it
 */
export async function mailCode(
  pools: UserPools,
  pool: PoolSettings,
  account: Account,
  validityMs: number,
): Promise<object> {
  const to = account.attributes.email;
  if (!pool.verifiesEmail || to === undefined) {
    await pools.accounts.save(pool, account);
    return {};
  }
  const { code, state } = issueCode(account.codes, pools.now(), validityMs);
  await pools.accounts.save(pool, { ...account, codes: state });
  const { subject, text: template } = pool.verificationMail;
  const body = textOf(template).replaceAll('{####}', code).replaceAll('{username}', account.username);
  await pools.outbox.send({ to, subject, text: body, code, at: new Date(pools.now()).toISOString() });
  return codeDeliveryTo(to);
}

/**
 * Returns where a code went, with most of the address hidden.
 * @param emailOrName for an unknown user, the name: the output must not reveal that no mail was sent
 */
export function codeDeliveryTo(emailOrName: string) {
  const [name = '', domain = name.slice(-1)] = emailOrName.split('@');
  const destination = `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`;
  return { CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: destination } };
}
