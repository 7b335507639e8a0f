/** The function that serves the subscriptions of those who are told by push. */

import { pushEndpoints } from '../api/handlers/push.ts';
import { serve } from '../api/router.ts';
import { systemClock } from '../aws/clock.ts';
import { connectionsTable } from '../aws/connections-table.ts';
import { counters } from '../aws/counters.ts';
import {
  CONNECTIONS_TABLE,
  POSTS_TABLE,
  PUSH_ORIGINS,
  ROOT_SECRET_ARN,
  USERS_TABLE,
  WATCHERS_TABLE,
  requireEnv,
} from '../aws/environment.ts';
import { derivedKeys } from '../aws/keys.ts';
import { throughDistribution } from '../aws/own-address.ts';
import { pushDevices } from '../aws/push-devices.ts';
import { readOnce } from '../aws/read-once.ts';
import { searchesTable } from '../aws/searches-table.ts';
import { seekersTable } from '../aws/seekers.ts';
import { usersTable } from '../aws/users-table.ts';
import { vapidKey } from '../aws/vapid.ts';
import { personCheck } from '../core/acting.ts';
import { pushAddresses } from '../core/push/hosts.ts';

const keys = derivedKeys(requireEnv(ROOT_SECRET_ARN));
const services = {
  users: usersTable(requireEnv(USERS_TABLE)),
  devices: pushDevices(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  connections: connectionsTable(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  counters: counters(requireEnv(CONNECTIONS_TABLE)),
  searches: searchesTable(requireEnv(POSTS_TABLE)),
  seekers: seekersTable(requireEnv(WATCHERS_TABLE), systemClock.now),
  isPushAddress: pushAddresses(requireEnv(PUSH_ORIGINS)),
  publicKey: readOnce(async () => (await vapidKey(keys)).publicKey),
  clock: systemClock,
};

export const handler = throughDistribution(serve(pushEndpoints(services), { person: personCheck(services.users) }));
