/** Endpoints of the caller's own sessions and account. */

import { notFound } from '#contract/refusal.ts';
import * as routes from '#contract/routes/me.ts';
import { deleteAccount, type DeleteAccountServices } from '../../core/delete-account.ts';
import { countSessionEnd } from '../../core/limits.ts';
import type { Connections, Counters } from '../../core/ports.ts';
import { endSession, listSessions } from '../../core/sessions.ts';
import { type SignInServices, signInOf } from '../../core/sign-in.ts';
import { timestampOf } from '../present.ts';
import { endpoint } from '../router.ts';

export interface MeServices extends DeleteAccountServices, SignInServices {
  readonly accounts: DeleteAccountServices['accounts'] & SignInServices['accounts'];
  readonly connections: Connections;
  readonly counters: Counters;
}

/** The form of a session's name: a UUID. */
const SESSION = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

export const meEndpoints = (services: MeServices) => [
  endpoint(routes.listSessions, async ({ caller }) => {
    const sessions = await listSessions(services.connections, caller.username);
    const items = sessions.map(({ session, device, connectedAt }) => ({
      session,
      device,
      connectedAt: timestampOf(connectedAt),
      current: session === caller.session,
    }));
    return { status: 200, body: { items } };
  }),

  endpoint(routes.endSession, async ({ caller, parameters: { session } }) => {
    if (!SESSION.test(session)) throw notFound();
    await countSessionEnd(services.counters, caller.username, services.clock.now());
    await endSession(services, caller.username, session);
    return { status: 204 };
  }),

  endpoint(routes.deleteAccount, async ({ caller, body }) => {
    const accounts = { ...services.accounts, signIn: signInOf(services, caller.session) };
    await deleteAccount({ ...services, accounts }, caller.username, body.password, body.code);
    return { status: 204 };
  }),
];
