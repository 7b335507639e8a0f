/** Endpoints of being told by push. */

import * as routes from '#contract/routes/push.ts';
import type { Subject } from '../../core/push/device.ts';
import { subscribe, subscriptionOf, unsubscribe, type SubscribeServices } from '../../core/push/subscribe.ts';
import { timestampOf } from '../present.ts';
import { endpoint } from '../router.ts';

export interface PushServices extends SubscribeServices {
  /** Returns the key that browsers subscribe with. */
  publicKey(): Promise<string>;
}

export const pushEndpoints = (services: PushServices) => [
  endpoint(routes.getPush, async ({ caller }) => {
    const [publicKey, device] = await Promise.all([services.publicKey(), subscriptionOf(services, caller)]);
    if (!device) return { status: 200, body: { publicKey } };
    const { endpoint: address, texts, off, storedAt } = device;
    const isOn = (subject: Subject): boolean => !off.includes(subject);
    const about = {
      messages: isOn('messages'),
      offers: isOn('offers'),
      promises: isOn('promises'),
      thanks: isOn('thanks'),
    };
    const since = timestampOf(storedAt);
    return { status: 200, body: { publicKey, device: { endpoint: address, texts, about, since } } };
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
