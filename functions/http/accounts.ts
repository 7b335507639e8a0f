import { accountEndpoints } from '../api/handlers/accounts.ts';
import { serve } from '../api/router.ts';
import { systemClock } from '../aws/clock.ts';
import { USER_POOL_CLIENT_ID, USER_POOL_ID, requireEnv } from '../aws/environment.ts';
import { userPool } from '../aws/user-pool.ts';

const accounts = userPool(requireEnv(USER_POOL_ID), requireEnv(USER_POOL_CLIENT_ID));

export const handler = serve(accountEndpoints(accounts, systemClock.now));
