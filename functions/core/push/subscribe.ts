/**
 * Subscribing a device. A subscription belongs to the session that proved it and ends with it; an endpoint belongs to
 * the session that stored it last, since two people may use one browser after the other.
 *
 * Each check stands where whichever comes second sees the other: the endpoint is taken before the device is stored, and
 * a sender reads the devices before the owners of their endpoints; and the marks of ended sessions are read after the
 * device is stored, while ending a session marks it before it removes the device. They are read before as well: a late
 * request of an ended session would take the endpoint from the session that has the browser now.
 */

import { ECDH } from 'node:crypto';
import { Refusal, refuseField } from '#contract/refusal.ts';
import { PUSH_DEVICES_MAX } from '#contract/routes/push.ts';
import type { Caller } from '../acting.ts';
import type { Searches } from '../feed/saved-searches.ts';
import { addSeekers, type Seekers } from '../feed/seekers.ts';
import { countSubscription } from '../limits.ts';
import type { Clock, Connections, Counters } from '../ports.ts';
import { SESSION_LIFETIME_MS } from '../sessions.ts';
import { SUBJECTS, type PushDevice, type PushDevices, type Subject, type Subscription } from './device.ts';
import type { IsPushAddress } from './hosts.ts';

export interface SubscribeServices {
  readonly devices: Pick<PushDevices, 'put' | 'get' | 'remove' | 'take' | 'giveBack' | 'owners'>;
  readonly connections: Pick<Connections, 'isEnded'>;
  readonly counters: Counters;
  readonly searches: Pick<Searches, 'get'>;
  readonly seekers: Pick<Seekers, 'add'>;
  readonly isPushAddress: IsPushAddress;
  readonly clock: Clock;
}

export interface SubscribeRequest extends Subscription {
  readonly texts?: boolean | undefined;
  readonly about?: Partial<Record<Subject, boolean | undefined>> | undefined;
  readonly device?: string | undefined;
}

/**
 * Stores the subscription of the caller's session.
 * @throws {Refusal} `invalid` for an address that is not of a push service, or keys that are none; `no-session` where
 * the session was ended; `too-many-requests`
 */
export async function subscribe(
  services: SubscribeServices,
  { username, session, issuedAt, signedInAt = issuedAt }: Caller,
  request: SubscribeRequest,
): Promise<void> {
  const { devices, connections, counters, isPushAddress, clock } = services;
  const { endpoint, keys, texts = false, about = {}, device } = request;
  if (!isPushAddress(endpoint))
    throw refuseField('endpoint', 'not-allowed', 'Must be an address of a known push service');
  if (!isPublicKey(keys.p256dh)) throw refuseField('keys.p256dh', 'wrong-form', 'Must be a point of P-256');
  const now = clock.now();
  await countSubscription(counters, username, now);

  if (await connections.isEnded(username, session, issuedAt)) throw ended();
  const expiresAt = signedInAt + SESSION_LIFETIME_MS;
  const before = await devices.take(endpoint, session, expiresAt);
  const off = SUBJECTS.filter((subject) => about[subject] === false);
  const stored = { username, session, device, endpoint, keys, texts, off, storedAt: now, issuedAt, expiresAt };
  const all = await devices.put(stored);
  if (await connections.isEnded(username, session, issuedAt)) {
    await devices.remove(username, session);
    await devices.giveBack(endpoint, session, before);
    throw ended();
  }
  // Also those that the failed removal of an earlier request left over.
  const surplus = all
    .filter((each) => each.session !== session)
    .sort((one, other) => other.storedAt - one.storedAt)
    .slice(PUSH_DEVICES_MAX - 1);
  await Promise.all(surplus.map((oldest) => devices.remove(username, oldest.session)));
  if (!off.includes('searches')) await addSeekers(services, username, now);
}

/** Returns how the caller's session is told; undefined where it is not, or another session has its endpoint now. */
export async function subscriptionOf(
  { devices, clock }: Pick<SubscribeServices, 'devices' | 'clock'>,
  { username, session }: Pick<Caller, 'username' | 'session'>,
): Promise<PushDevice | undefined> {
  const device = await devices.get(username, session);
  if (!device || device.expiresAt <= clock.now()) return undefined;
  const owners = await devices.owners([device.endpoint]);
  return owners.get(device.endpoint) === session ? device : undefined;
}

/** Ends the subscription of the caller's session, if it has one. @throws {Refusal} `too-many-requests` */
export async function unsubscribe(
  { devices, counters, clock }: Pick<SubscribeServices, 'devices' | 'counters' | 'clock'>,
  { username, session }: Pick<Caller, 'username' | 'session'>,
): Promise<void> {
  await countSubscription(counters, username, clock.now());
  await devices.remove(username, session);
}

function isPublicKey(key: string): boolean {
  try {
    ECDH.convertKey(key, 'prime256v1', 'base64url', 'base64url', 'uncompressed');
    return true;
  } catch {
    return false;
  }
}

const ended = (): Refusal => new Refusal('no-session', 'This session was ended. Sign in again.');
