/** Called by a schedule. Exports the accounts of the user pool once a day, since the pool has no backup. */

import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { systemClock } from '../aws/clock.ts';
import { ACCOUNT_EXPORTS_BUCKET, USER_POOL_ID, requireEnv } from '../aws/environment.ts';
import { exportBucket, exportedPool } from '../aws/exported-accounts.ts';
import { exportAccounts } from '../core/account-export.ts';
import { ADMINISTRATORS } from '../core/groups.ts';

const services = {
  pool: exportedPool(requireEnv(USER_POOL_ID), [ADMINISTRATORS]),
  store: exportBucket(requireEnv(ACCOUNT_EXPORTS_BUCKET)),
  clock: systemClock,
  newId: randomUUID,
};

/** Time kept free at the end of an invocation, for the list under way. */
const MARGIN_MS = 60_000;

/** Logs how many accounts there are, and never whose. */
export async function handler(_event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> {
  const until = systemClock.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  const { accounts, complete } = await exportAccounts(services, until);
  if (!complete) console.warn(`${accounts} accounts are exported so far. The next run goes on.`);
}
