/** Endpoints of being told by push. */

import * as routes from '#contract/routes/push.ts';
import { subscribe, subscriptionOf, unsubscribe, type SubscribeServices } from '../../core/push/subscribe.ts';
import { presentPush } from '../present-push.ts';
import { endpoint } from '../router.ts';

export interface PushServices extends SubscribeServices {
  /** Returns the key that browsers subscribe with. */
  publicKey(): Promise<string>;
}

export const pushEndpoints = (services: PushServices) => [
  endpoint(routes.getPush, async ({ caller }) => {
    const [publicKey, device] = await Promise.all([services.publicKey(), subscriptionOf(services, caller)]);
    if (!device) return { status: 200, body: { publicKey } };
    const shown = presentPush(device);
    return { status: 200, body: { publicKey, device: { endpoint: device.endpoint, ...shown } } };
  }),

  endpoint(routes.putPush, async ({ caller, body }) => {
    await subscribe(services, caller, body);
    return { status: 204 };
  }),

  endpoint(routes.deletePush, async ({ caller }) => {
    await unsubscribe(services, caller);
    return { status: 204 };
  }),
];
