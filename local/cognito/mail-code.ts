/** Sends an account a code by mail, and says where it went. */
import type { Account } from './accounts.ts';
import { issueCode } from './codes.ts';
import type { UserPools } from './operation.ts';
import { textOf } from './outbox.ts';
import type { PoolSettings } from './settings.ts';

/**
 * Saves the account with a new code, mails it and says where to; without a code where the pool verifies no addresses.
 * @param life of the code, in milliseconds
 */
export async function mailCode(pools: UserPools, pool: PoolSettings, account: Account, life: number): Promise<object> {
  const to = account.attributes.email;
  if (!pool.verifiesEmail || to === undefined) {
    await pools.accounts.save(pool, account);
    return {};
  }
  const { code, state } = issueCode(account.codes, pools.now(), life);
  await pools.accounts.save(pool, { ...account, codes: state });
  const { subject, text: template } = pool.verificationMail;
  const body = textOf(template).replaceAll('{####}', code).replaceAll('{username}', account.username);
  await pools.outbox.send({ to, subject, text: body, code, at: new Date(pools.now()).toISOString() });
  return deliveryTo(to);
}

/** What is told of where a code went. For a name that nobody has it is made up of the name, so that it looks the same. */
export function deliveryTo(emailOrName: string) {
  const [name = '', domain = name.slice(-1)] = emailOrName.split('@');
  const destination = `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`;
  return { CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: destination } };
}
