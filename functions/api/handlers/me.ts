import { notFound } from '#contract/refusal.ts';
import * as routes from '#contract/routes/me.ts';
import { deleteAccount, type DeletionServices } from '../../core/deletion.ts';
import { countEnding, type Counters } from '../../core/limits.ts';
import { endSession, liveSessions } from '../../core/sessions.ts';
import { timestampOf } from '../present.ts';
import { endpoint } from '../router.ts';

const SESSION = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

export const meEndpoints = (services: DeletionServices, counters: Counters) => [
  endpoint(routes.listSessions, async ({ caller }) => {
    const sessions = await liveSessions(services.sockets, caller.username);
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
    await countEnding(counters, caller.username, services.sockets.clock.now());
    await endSession(services.sockets, caller.username, session);
    return { status: 204 };
  }),

  endpoint(routes.deleteAccount, async ({ caller, body }) => {
    await deleteAccount(services, caller.username, body.password);
    return { status: 204 };
  }),
];
