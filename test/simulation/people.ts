/** When people do what: they write, read, open conversations, fall out, sign out, reload pages, and look into what is none of their business. */

import { createActs, noDoings, type Doings } from './acts.ts';
import type { Device } from './device.ts';
import type { World } from './world.ts';

const PEOPLE = ['alice', 'bob', 'carol', 'dave'];
/** Whom nobody writes to, and who asks for what others have written. */
const STRANGER = 'eve';
/** Messages that are written within a second, by anybody in one conversation. */
const BURST = 6;
/** Times that a device is switched off and on, and that its page is reloaded while messages are on their way. */
const RESTARTS = 4;
const RELOADS = 4;
/** How long a device stays off, in milliseconds. */
const ABSENCE = 10_000;
/** How long before the end the last device goes off, so that all are back by then, in milliseconds. */
const BACK = 30_000;
/** Times a person reads, falls out with somebody, and signs out. */
const READINGS = 20;
const QUARRELS = 2;
const SIGN_OUTS = 1;
/** Times that a conversation's people change messages, for each message. */
const CHANGES = 0.25;
/** How long before the end the last quarrel is over, in milliseconds. */
const PEACE = 90_000;

export const everybody = [...PEOPLE, STRANGER];
export const devicesOf = (person: string): readonly string[] =>
  person === STRANGER ? ['laptop'] : ['phone', 'laptop'];

/** Plans everything that people will do, and answers what they have done so far. */
export function setOut(
  world: World,
  devices: readonly Device[],
  sends: number,
  cutOff: (device: Device) => void,
): Doings {
  const { time, random, profile } = world;
  const { length } = profile;
  const doings = noDoings();
  const acts = createActs(world, doings);
  const of = (person: string) => devices.filter((device) => device.person === person);
  const plan = (act: () => void, from = 0, to = length) => time.timer(act, random.between(from, to));
  const planTimes = (times: number, act: () => void, from?: number, to?: number) => {
    for (let i = 0; i < times; i++) plan(act, from, to);
  };

  function write(sender: string, recipient: string): void {
    const device = random.pick(of(sender));
    // Who has no device at hand writes a little later.
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

  /** On all devices of both people at once: what one does must not undo what another does. */
  function changeTogether(): void {
    const [one, other] = [random.pick(PEOPLE), random.pick(PEOPLE)];
    for (const device of of(one)) time.timer(() => acts.change(device, other), random.between(0, 500));
    if (one !== other)
      for (const device of of(other)) time.timer(() => acts.change(device, one), random.between(0, 500));
  }

  /** Reads one conversation on all devices, as somebody does who walks from one to another. */
  function readEverywhere(person: string): void {
    const peer = random.pick(PEOPLE);
    for (const device of of(person)) plan(() => acts.read(device, peer), 0, 500);
  }

  /** Blocks somebody for a while, in which both go on writing; whoever was refused tries again afterwards, or gives up. */
  async function quarrel(person: string): Promise<void> {
    const other = random.pick(PEOPLE.filter((name) => name !== person));
    if (doings.blocks.has(`${person} ${other}`)) return;
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

  /** Faults a device off, and on again later. */
  function restart(device: Device): void {
    acts.count('restarts');
    device.end();
    time.timer(() => void device.start(), ABSENCE);
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

  /** What is written while somebody connects is what is most easily lost. */
  function greet(person: string): void {
    if (person !== STRANGER) planTimes(2, () => write(random.pick(PEOPLE), person), 0, 500);
  }

  for (const person of everybody) {
    const restless = random.chance(0.5);
    // What is read just before a device goes off is not told, and that is no defect.
    if (!restless) planTimes(READINGS, () => readEverywhere(person));
    if (random.chance(0.3)) planTimes(QUARRELS, () => void quarrel(person), 20_000, length - PEACE);
    for (const device of of(person)) {
      const first = random.between(0, random.chance(0.5) ? 20_000 : length / 2);
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
      planTimes(RESTARTS, () => restart(device), first + ABSENCE, length - BACK);
      planTimes(RELOADS, () => reload(device), first + ABSENCE, length - BACK);
      planTimes(SIGN_OUTS, () => signOut(device), first + ABSENCE, length - BACK);
    }
  }
  for (let planned = 0; planned < sends;) {
    const size = Math.min(random.chance(0.5) ? 1 : 1 + random.whole(BURST), sends - planned);
    planned += size;
    plan(() => burst(size));
  }
  for (let i = 0; i < sends * CHANGES; i++) plan(changeTogether);
  return doings;
}
