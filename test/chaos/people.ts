/** People, their devices, and what they do. Each talks to several others, and some have a second device. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../simulation/random.ts';
import { Device, PASSWORD, type Place } from './device.ts';
import type { Witness } from './witness.ts';

/** Neighbours at these distances talk to each other. */
const DISTANCES = [1, 2, 5];
/** People per second device. */
const SECOND_DEVICES = 5;
/** Sign-ups under way at once; each costs two password hashes. */
const AT_ONCE = 4;
/** Unsent messages on a device from which on its person waits before writing. */
const MOST_UNSENT = 8;
/** Most messages a second of all people together: the cloud runs on the same processors. */
const PER_SECOND = 100;
/** How many messages somebody writes for each time that they read, or switch a device off and on. */
const MESSAGES_PER_READING = 10;
const MESSAGES_PER_RELOAD = 40;
/** One of so many messages has pictures, and how many it has at most. */
const MESSAGES_PER_PICTURE = 8;
const PICTURES_MAX = 2;
/** How long a device is switched off at most. */
const OFF_MS = 2_000;

export interface Person {
  readonly name: string;
  readonly peers: readonly string[];
  readonly devices: readonly Device[];
  /**
   * True if they read. The devices of the others are switched off and on: a position that is read just before that is
   * not reported, which is no defect.
   */
  readonly reads: boolean;
}

/** @param place addresses of the unreliable network */
export function peopleOf(count: number, place: Place, witness: Witness): readonly Person[] {
  const names = Array.from({ length: count }, (_, index) => `person-${String(index + 1).padStart(2, '0')}`);
  return names.map((name, index) => {
    const at = (distance: number): string => names.at((index + distance) % count) ?? name;
    const peers = new Set(
      DISTANCES.flatMap((distance) => [at(distance), at(-distance)]).filter((peer) => peer !== name),
    );
    const devices = index % SECOND_DEVICES === 0 ? ['phone', 'laptop'] : ['phone'];
    return {
      name,
      peers: [...peers],
      devices: devices.map((device) => new Device(place, witness, name, `${name}'s ${device}`)),
      reads: index % 2 === 0,
    };
  });
}

/**
 * Signs everybody up, and in on all their devices.
 * @param siteUrl has the outbox of mails
 */
export async function signUp(people: readonly Person[], siteUrl: string): Promise<void> {
  for (let first = 0; first < people.length; first += AT_ONCE) {
    await Promise.all(people.slice(first, first + AT_ONCE).map((person) => signUpOne(person, siteUrl)));
  }
}

async function signUpOne({ name, devices }: Person, siteUrl: string): Promise<void> {
  const email = `${name}@example.com`;
  const [first] = devices;
  await first?.session.signUp({ username: name, email, password: PASSWORD });
  const mails = (await (await fetch(`${siteUrl}/_local/outbox`)).json()) as readonly {
    readonly to: string;
    readonly code: string;
  }[];
  await first?.session.confirmSignUp({ username: name, code: mails.find(({ to }) => to === email)?.code ?? '' });
  for (const device of devices) {
    await device.session.signIn({ username: name, password: PASSWORD });
    device.start();
  }
}

/** Lets everybody write until it is enough. Done once all devices are switched on again. */
export async function write(people: readonly Person[], enough: () => boolean, random: Random): Promise<void> {
  const pause = (): number => random.between(0, (2 * 1000 * people.length) / PER_SECOND);
  await Promise.all(people.map((person) => writeOne(person, enough, random, pause)));
}

async function writeOne(
  { peers, devices, reads }: Person,
  enough: () => boolean,
  random: Random,
  pause: () => number,
): Promise<void> {
  const reloads: Promise<void>[] = [];
  while (!enough()) {
    const device = random.pick(devices);
    if (device.mailbox && device.unsent < MOST_UNSENT) {
      const pictures = random.chance(1 / MESSAGES_PER_PICTURE) ? 1 + random.whole(PICTURES_MAX) : 0;
      device.write(random.pick(peers), pictures);
      if (reads && random.chance(1 / MESSAGES_PER_READING)) device.read(random.pick(peers));
      if (!reads && random.chance(1 / MESSAGES_PER_RELOAD)) reloads.push(device.reload(random.between(0, OFF_MS)));
    }
    await sleep(pause());
  }
  await Promise.all(reloads);
}
