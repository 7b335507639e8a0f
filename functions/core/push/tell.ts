/**
 * Telling a person's devices, as a job says. A device is told whose session has no socket in sight: at once where no
 * device of the person is in sight, otherwise after a while, unless they look before. A device that is in sight then
 * is looked at once more: it may have died without a word.
 *
 * A job may come twice and late, so everything is checked where it is done. Nobody is told before a claim is written
 * (told.ts); the devices are read before the owners of their endpoints (subscribe.ts).
 */

import { createHmac } from 'node:crypto';
import type { PushPayload } from '#contract/push.ts';
import { isActive } from '../acting.ts';
import type { Keys } from '../keys.ts';
import type { Clock, Users } from '../ports.ts';
import type { PushDevice, PushDevices } from './device.ts';
import type { IsPushAddress } from './hosts.ts';
import { FIRST_WAIT_SECONDS, SECOND_WAIT_SECONDS, type Job, type PushQueue, type QueuedJob } from './job.ts';
import { occasionOf, type Occasion, type OccasionServices } from './occasion.ts';
import type { PushMetrics, PushService } from './service.ts';

export interface TellServices extends OccasionServices {
  readonly devices: Pick<PushDevices, 'audience' | 'owners' | 'remove'>;
  readonly users: Pick<Users, 'getMany'>;
  readonly queue: PushQueue;
  readonly push: PushService;
  readonly isPushAddress: IsPushAddress;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly metrics: PushMetrics;
}

/** How long a push service keeps a push, and how long it is tried: a day after what it tells. */
const TTL_SECONDS = 24 * 60 * 60;
/** First wait after a push service put a push off; it doubles with each. */
const RETRY_SECONDS = 30;
/** The longest delay of the queue. */
const DELAY_MAX_SECONDS = 900;
const TOPIC_CHARACTERS = 32;

/** Tells what a job says. @throws where the job must come again */
export async function tell(services: TellServices, job: Job): Promise<void> {
  const { devices } = services;
  const audience = (await devices.audience([job.recipient])).get(job.recipient);
  const subscribed = (audience?.devices ?? []).filter(({ session }) => job.sessions?.includes(session) ?? true);
  if (!audience || subscribed.length === 0) return;
  const occasion = await occasionOf(services, job);
  if (!occasion) return;

  const { waits = 0, sessions } = job;
  const mayWait = audience.inSight.size > 0 && !sessions;
  if (mayWait && waits === 0) {
    await queueAgain(services, [{ job: { ...job, waits: 1 }, delaySeconds: FIRST_WAIT_SECONDS }]);
    return;
  }
  const wanted = subscribed.filter(({ off }) => !off.includes(occasion.subject));
  const hidden = wanted.filter(({ session }) => !audience.inSight.has(session));
  const inSight = mayWait && waits === 1 ? wanted.filter((device) => !hidden.includes(device)) : [];
  const own = hidden.length > 0 ? await ownOf(services, hidden) : [];
  if (own.length > 0) await tellDevices(services, job, occasion, { own, inSight });
  else if (inSight.length > 0)
    await queueAgain(services, [{ job: { ...job, waits: 2 }, delaySeconds: SECOND_WAIT_SECONDS }]);
}

/** @throws where SQS does not take them: the job that does it must come again */
async function queueAgain({ queue }: TellServices, jobs: readonly QueuedJob[]): Promise<void> {
  const failed = await queue.send(jobs);
  if (failed.length > 0) throw new Error('A job could not be queued again.');
}

interface Devices {
  /** Those to tell now. */
  readonly own: readonly PushDevice[];
  /** Those to look at once more. */
  readonly inSight: readonly PushDevice[];
}

async function tellDevices(
  services: TellServices,
  job: Job,
  occasion: Occasion,
  { own, inSight }: Devices,
): Promise<void> {
  const { users, clock, metrics } = services;
  const people = await users.getMany([...new Set([job.recipient, occasion.from])]);
  const [recipient, from] = [job.recipient, occasion.from].map((name) =>
    people.find(({ username }) => username === name),
  );
  if (!isActive(recipient) || !isActive(from)) return;
  const content = await (job.sessions ? occasion.claimed() : occasion.claim());
  if (!content) return;

  const payload: PushPayload = {
    ...content,
    to: job.recipient,
    at: new Date(occasion.at).toISOString(),
    from: { username: occasion.from, displayName: from?.displayName ?? occasion.from },
  };
  const ttlSeconds = Math.max(0, Math.ceil((occasion.at - clock.now()) / 1000) + TTL_SECONDS);
  const topic = await topicOf(services.keys, job.recipient, occasion.thread);
  const outcomes = await Promise.all(
    own.map(async (device) => {
      const shown = device.texts ? payload : withoutTexts(payload);
      const options = { ttlSeconds, topic, urgency: occasion.urgency };
      return { device, outcome: await services.push.post(device, JSON.stringify(shown), options) };
    }),
  );
  for (const { outcome } of outcomes) metrics.count(outcome.result, 1);
  const gone = outcomes.filter(({ outcome }) => outcome.result === 'gone');
  // What cannot be removed now is found gone again.
  await Promise.allSettled(gone.map(({ device }) => end(services, device)));
  const isPosted = outcomes.some(({ outcome }) => outcome.result === 'sent');
  // Until a push service has taken one, the next message may be told instead: what is put off may never be taken. The
  // note comes before the queue, which can fail: without it, the job that comes again posts a second time.
  if (isPosted) await occasion.finish();
  const later = putOff(services, job, occasion, outcomes);
  const sessions = inSight.map(({ session }) => session);
  const look = sessions.length > 0 ? [{ job: { ...job, sessions }, delaySeconds: SECOND_WAIT_SECONDS }] : [];
  const failed = await services.queue.send([...later, ...look]);
  // A job that comes again tells all its devices, also those that were told.
  if (failed.length > 0 && !isPosted) throw new Error('A job could not be queued again.');
  for (const each of failed) if (later.includes(each)) metrics.count('lost', each.job.sessions?.length ?? 0);
}

/** Leaves out all that somebody wrote, so that a locked screen says only who did what. */
function withoutTexts(payload: PushPayload): PushPayload {
  const { post, search } = payload;
  const ids = { ...(post && { post: { id: post.id } }), ...(search && { search: { id: search.id } }) };
  return { ...payload, ...ids, text: undefined };
}

/** Returns the devices whose endpoints are theirs, and may be called. The others end. */
async function ownOf(services: TellServices, wanted: readonly PushDevice[]): Promise<readonly PushDevice[]> {
  const owners = await services.devices.owners(wanted.map(({ endpoint }) => endpoint));
  const isOwn = ({ endpoint, session }: PushDevice): boolean =>
    owners.get(endpoint) === session && services.isPushAddress(endpoint);
  await Promise.allSettled(wanted.filter((device) => !isOwn(device)).map((device) => end(services, device)));
  return wanted.filter(isOwn);
}

const end = ({ devices }: TellServices, { username, session, endpoint }: PushDevice): Promise<void> =>
  devices.remove(username, session, endpoint);

interface Posted {
  readonly device: PushDevice;
  readonly outcome: Awaited<ReturnType<PushService['post']>>;
}

/** Returns the job that tries again where a push service put it off, as long as there is time. */
function putOff(
  { clock, metrics }: TellServices,
  job: Job,
  { at }: Occasion,
  outcomes: readonly Posted[],
): readonly QueuedJob[] {
  const { attempts = 0 } = job;
  const later = outcomes.flatMap(({ device, outcome }) => (outcome.result === 'later' ? [{ device, outcome }] : []));
  if (later.length === 0) return [];
  const asked = Math.max(...later.map(({ outcome }) => outcome.retryAfterSeconds ?? 0));
  const delaySeconds = Math.min(DELAY_MAX_SECONDS, Math.max(asked, RETRY_SECONDS * 2 ** attempts));
  if (clock.now() + delaySeconds * 1000 > at + TTL_SECONDS * 1000) {
    metrics.count('lost', later.length);
    return [];
  }
  const sessions = later.map(({ device }) => device.session);
  return [{ job: { ...job, sessions, attempts: attempts + 1 }, delaySeconds }];
}

/** Returns the topic of a thread of a person. It is a keyed hash, so it tells the push service between nothing. */
async function topicOf(keys: Keys, recipient: string, thread: string): Promise<string> {
  const hash = createHmac('sha256', await keys('push topics')).update(`${recipient} ${thread}`);
  return hash.digest('base64url').slice(0, TOPIC_CHARACTERS);
}
