/** Posting to push services. */

import type { Subscription } from './device.ts';

export interface PushOptions {
  /** How long the push service keeps it for a device that cannot be reached. */
  readonly ttlSeconds: number;
  /** At most 32 characters of base64url. A push takes the place of one with the same topic that waits. */
  readonly topic: string;
  /** RFC 8030, section 5.3. */
  readonly urgency: 'normal' | 'high';
}

/**
 * What became of a push. `gone`: the subscription has ended. `later`: try again. `refused`: the push service takes this
 * one never.
 */
export type PushOutcome =
  | { readonly result: 'sent' | 'gone' | 'refused' }
  | { readonly result: 'later'; readonly retryAfterSeconds: number | undefined };

export interface PushService {
  /** Posts a text, encrypted for the device. Never throws for what a push service does. */
  post(device: Subscription, text: string, options: PushOptions): Promise<PushOutcome>;
}

/** Counts of pushes that the operator watches. */
export interface PushMetrics {
  /** @param result `lost`: what was put off until its time was over, or could not be queued again */
  count(result: PushOutcome['result'] | 'lost', pushes: number): void;
}
