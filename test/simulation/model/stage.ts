/**
 * The simulation that commands act on: nothing fails unless a command says so, and time passes only when it is told
 * to.
 */

import { createCenter } from '../center.ts';
import type { Device, Life } from '../device.ts';
import type { Profile } from '../profiles.ts';
import type { Mutant } from '../world.ts';

export const PEOPLE = ['alice', 'bob', 'carol'];
const devicesOf = (person: string): readonly string[] => (person === 'carol' ? ['phone'] : ['phone', 'laptop']);
export const DEVICES = PEOPLE.flatMap((person) => devicesOf(person).map((kind) => `${person}-${kind}`));
export const personOf = (device: string): string => device.split('-')[0] ?? '';

const none = {
  requestLost: 0,
  answerLost: 0,
  hung: 0,
  unavailable: 0,
  throttled: 0,
  killed: 0,
  writeFails: 0,
  commandFails: 0,
  commandThrottled: 0,
  writtenTwice: 0,
  unprocessed: 0,
  replayed: 0,
  poison: 0,
  postThrottled: 0,
  postFails: 0,
  frameLost: 0,
  bucketFails: 0,
  dropped: 0,
  disconnectLost: 0,
};
const still: Profile = {
  name: 'still',
  calm: none,
  storm: none,
  storms: [],
  skewMs: 0,
  openingMs: 20,
  durationMs: Infinity,
  deadlineMs: Infinity,
  restMs: Infinity,
};

/** A request to send a message. */
export interface SendRequest {
  readonly recipient: string;
  readonly body: string;
  readonly clientId: string;
  readonly after?: number;
  readonly replyTo?: string;
}

/** The longest that anything somebody waits for may take. */
const PATIENCE_MS = 120_000;
const STEP_MS = 50;

export type Stage = Awaited<ReturnType<typeof setStage>>;

/** Starts all devices and waits until their clients run. */
export async function setStage(seed: number, mutant: Mutant) {
  /** Steps after which the next invocation of the consumer, or of a function that changes something, is killed. */
  const dooms = new Map<'consumer' | 'function', number>();
  /** The request that sent each message, by its text. */
  const requests = new Map<string, SendRequest>();

  const center = createCenter({
    seed,
    profile: still,
    mutant: { ...mutant, request: note },
    people: PEOPLE,
    devicesOf,
    lifeOf(name) {
      const kind =
        name === 'stream' ? 'consumer' : /^(POST|PUT|PATCH|DELETE) .(?!auth)/.test(name) ? 'function' : undefined;
      const steps = (kind && dooms.get(kind)) ?? Infinity;
      if (kind) dooms.delete(kind);
      return steps;
    },
  });
  const { time } = center.world;

  function note(text: string): string {
    const request = JSON.parse(text) as Partial<SendRequest>;
    if (request.body !== undefined && request.clientId !== undefined)
      requests.set(request.body, request as SendRequest);
    return text;
  }

  const pass = (milliseconds: number): Promise<void> => time.runUntil(time.now + milliseconds);

  /**
   * Lets time pass until a promise settles.
   * @throws what it is rejected with
   */
  async function until<T>(doing: Promise<T>): Promise<T> {
    const under = new Set([doing]);
    const end = (): void => under.clear();
    doing.then(end, end);
    for (const late = time.now + PATIENCE_MS; under.size > 0 && time.now < late;) await pass(STEP_MS);
    if (under.size > 0) throw new Error('It never settled.');
    return doing;
  }

  function device(name: string): Device {
    const found = center.devices.find((each) => each.name === name);
    if (!found) throw new Error(`There is no device ${name}.`);
    return found;
  }

  function life(name: string): Life {
    const { life: found } = device(name);
    if (!found) throw new Error(`Nobody is signed in on ${name}.`);
    return found;
  }

  for (const each of center.devices) {
    each.comesBack = false;
    await until(each.start());
  }
  return { center, dooms, requests, pass, until, device, life };
}
