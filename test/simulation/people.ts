/**
 * What people do, and when: they write, read, open conversations, quarrel, sign out, reload pages, and pry into the
 * conversations of others.
 */

import { createActs, noActivity, type Activity } from './acts.ts';
import type { Device } from './device.ts';
import type { World } from './world.ts';

const PEOPLE = ['alice', 'bob', 'carol', 'dave'];
/** Nobody writes to her, and she asks for the messages of others. */
const STRANGER = 'eve';
/** Messages that the two people of a conversation write within a second, at most. */
const BURST = 6;
/** How often a device is switched off and on, and how often its page is reloaded. */
const RESTARTS = 4;
const RELOADS = 4;
/** How long a device stays off. */
const ABSENCE_MS = 10_000;
/** No device goes off later than so long before the end, so all are back by then. */
const LAST_RESTART_MS = 30_000;
/** How often a person reads, quarrels with somebody, and signs out. */
const READINGS = 20;
const QUARRELS = 2;
const SIGN_OUTS = 1;
/** Rounds of changes for each message that is sent. */
const CHANGES = 0.25;
/** No quarrel begins later than so long before the end. */
const LAST_QUARREL_MS = 90_000;

export const everybody = [...PEOPLE, STRANGER];
export const devicesOf = (person: string): readonly string[] =>
  person === STRANGER ? ['laptop'] : ['phone', 'laptop'];

/**
 * Plans everything that people will do.
 * @returns what they have done so far
 */
export function planPeople(
  world: World,
  devices: readonly Device[],
  sends: number,
  cutOff: (device: Device) => void,
): Activity {
  const { time, random, profile } = world;
  const { durationMs } = profile;
  const activity = noActivity();
  const acts = createActs(world, activity);
  const of = (person: string) => devices.filter((device) => device.person === person);
  const plan = (act: () => void, from = 0, to = durationMs) => time.timer(act, random.between(from, to));
  const planTimes = (times: number, act: () => void, from?: number, to?: number) => {
    for (let i = 0; i < times; i++) plan(act, from, to);
  };

  function write(sender: string, recipient: string): void {
    const device = random.pick(of(sender));
    // Somebody whose device is off writes a little later.
    if (device.life) acts.send(device, recipient);
    else time.timer(() => write(sender, recipient), 2_000);
  }

  function burst(size: number): void {
    const [one, other] = [random.pick(PEOPLE), random.pick(PEOPLE)];
    for (let i = 0; i < size; i++) {
      const [sender, recipient] = random.chance(0.5) ? [one, other] : [other, one];
      plan(() => write(sender, recipient), 0, 1_000);
    }
  }

  /** Changes messages on all devices of both people at once: no change may undo another. */
  function changeTogether(): void {
    const [one, other] = [random.pick(PEOPLE), random.pick(PEOPLE)];
    for (const device of of(one)) time.timer(() => acts.change(device, other), random.between(0, 500));
    if (one !== other)
      for (const device of of(other)) time.timer(() => acts.change(device, one), random.between(0, 500));
  }

  /** Reads one conversation on all devices, like somebody who moves from one to the next. */
  function readEverywhere(person: string): void {
    const peer = random.pick(PEOPLE);
    for (const device of of(person)) plan(() => acts.read(device, peer), 0, 500);
  }

  /**
   * Blocks somebody for a while, during which both keep writing. The one who was refused then tries again or gives
   * up.
   */
  async function quarrel(person: string): Promise<void> {
    const other = random.pick(PEOPLE.filter((name) => name !== person));
    if (activity.blocks.has(`${person} ${other}`)) return;
    planTimes(BURST, () => write(random.pick([person, other]), random.pick([person, other])), 0, 30_000);
    await acts.setBlocked(of(person), other, true);
    await time.sleep(random.between(1_000, 30_000));
    if (random.chance(0.3)) return;
    await acts.setBlocked(of(person), other, false);
    for (const device of of(other)) acts.tidyUp(device, person);
  }

  function reload(device: Device): void {
    if (!device.life || device.life.leaving) return;
    acts.count('reloads');
    device.end();
    void device.start();
  }

  /** Switches a device off, and on again later. */
  function restart(device: Device): void {
    acts.count('restarts');
    device.end();
    time.timer(() => void device.start(), ABSENCE_MS);
  }

  function signOut(device: Device): void {
    if (!device.life) return;
    const everywhere = random.chance(0.5);
    acts.count(everywhere ? 'sign-outs everywhere' : 'sign-outs');
    void device.signOut(everywhere);
  }

  function loseNetwork(device: Device): void {
    acts.count('networks lost');
    device.lose(random.chance(0.5));
    cutOff(device);
    time.timer(() => device.wake(), random.between(1_000, 60_000));
  }

  /** Messages that are written while somebody connects are the most easily lost. */
  function greet(person: string): void {
    if (person !== STRANGER) planTimes(2, () => write(random.pick(PEOPLE), person), 0, 500);
  }

  for (const person of everybody) {
    const restless = random.chance(0.5);
    // A position that is read just before a device goes off is not reported, and that is no defect.
    if (!restless) planTimes(READINGS, () => readEverywhere(person));
    if (random.chance(0.3)) planTimes(QUARRELS, () => void quarrel(person), 20_000, durationMs - LAST_QUARREL_MS);
    for (const device of of(person)) {
      const first = random.between(0, random.chance(0.5) ? 20_000 : durationMs / 2);
      time.timer(() => void device.start(), first);
      device.onStart = () => {
        acts.readAgain(device);
        greet(person);
      };
      planTimes(3, () => void device.life?.mailbox.open(random.pick(PEOPLE)));
      for (const [from, to] of profile.storms) {
        if (random.chance(0.5)) plan(() => loseNetwork(device), from, to - 60_000);
        planTimes(2, () => device.look(), from, to);
      }
      if (person === STRANGER) acts.pry(device);
      if (!restless) continue;
      planTimes(RESTARTS, () => restart(device), first + ABSENCE_MS, durationMs - LAST_RESTART_MS);
      planTimes(RELOADS, () => reload(device), first + ABSENCE_MS, durationMs - LAST_RESTART_MS);
      planTimes(SIGN_OUTS, () => signOut(device), first + ABSENCE_MS, durationMs - LAST_RESTART_MS);
    }
  }
  for (let planned = 0; planned < sends;) {
    const size = Math.min(random.chance(0.5) ? 1 : 1 + random.whole(BURST), sends - planned);
    planned += size;
    plan(() => burst(size));
  }
  for (let i = 0; i < sends * CHANGES; i++) plan(changeTogether);
  return activity;
}
