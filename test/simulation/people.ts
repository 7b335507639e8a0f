/** What people do: they write, read, open conversations, restart their devices, and look into what is none of their business. */
import { getMessage } from '../../functions/api/routes/messages.ts';
import type { Device } from './device.ts';
import { textOf } from './http-api.ts';
import type { World } from './world.ts';

const PEOPLE = ['alice', 'bob', 'carol', 'dave'];
/** Whom nobody writes to, and who asks for what others have written. */
const STRANGER = 'eve';
/** Messages that are written within a second, by anybody in one conversation. */
const BURST = 6;
/** Times a device is switched off and on, where its person does that. */
const RESTARTS = 8;
/** Times a person reads, where they do that. */
const READINGS = 20;
/** Times that a conversation's people change messages, for each message. */
const CHANGES = 0.15;
const EMOJIS = ['👍', '🎉'];

export interface Doings {
  /** Every message that was written, by its clientId. */
  readonly written: Map<string, { readonly conversation: string; readonly text: string }>;
  /** Every text that was given to a message later, by its id; and the messages that were deleted, as their senders were told. */
  readonly edits: Map<string, readonly string[]>;
  readonly deleted: Set<string>;
  /** How far each person has read, by conversation: `alice alice~bob`. */
  readonly read: Map<string, number>;
}

export const everybody = [...PEOPLE, STRANGER];
export const devicesOf = (person: string): readonly string[] => (person === STRANGER ? ['laptop'] : ['phone', 'laptop']);

export const conversationOf = (one: string, other: string): string => [one, other].sort().join('~');

/** Plans everything that people will do, and answers what they have done so far. */
export function setOut({ time, random, profile }: World, devices: readonly Device[], sends: number, cutOff: (device: Device) => void): Doings {
  const doings: Doings = { written: new Map(), edits: new Map(), deleted: new Set(), read: new Map() };
  let texts = 0;
  const { length } = profile;
  const of = (person: string) => devices.filter((device) => device.person === person);
  const plan = (act: () => void, from = 0, to = length) => time.timer(act, random.between(from, to));

  function write(sender: string, recipient: string): void {
    const { life } = random.pick(of(sender));
    // Who has no device at hand writes a little later.
    if (!life) return void time.timer(() => write(sender, recipient), 2_000);
    const conversation = conversationOf(sender, recipient);
    const text = textOf(conversation, ++texts);
    doings.written.set(life.mailbox.send(recipient, text), { conversation, text });
  }

  /** Edits or deletes a message, or reacts to one; a message that is new more often than an old one. */
  function change({ life, person }: Device, peer: string): void {
    const thread = life?.mailbox.state.conversations[peer];
    const { id, sender, deleted } = thread?.rows.at(-1 - random.whole(2)) ?? {};
    if (!life || !thread || id === undefined || deleted) return;
    const { mailbox } = life;
    const kind = random();
    if (sender !== person || kind < 0.4) {
      mailbox.react(thread.peer, id, random.pick(EMOJIS), random.chance(0.6)).catch(ignore);
    } else if (kind < 0.8) {
      const text = textOf(conversationOf(person, thread.peer), ++texts);
      doings.edits.set(id, [...(doings.edits.get(id) ?? []), text]);
      mailbox.edit(thread.peer, id, text).catch(ignore);
    } else {
      mailbox.remove(thread.peer, id).then(() => doings.deleted.add(id), ignore);
    }
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
    for (const device of of(one)) time.timer(() => change(device, other), random.between(0, 500));
    if (one !== other) for (const device of of(other)) time.timer(() => change(device, one), random.between(0, 500));
  }

  /** Reads the whole conversation, or some of it. */
  function read(device: Device, peer: string): void {
    const row = device.life?.mailbox.state.inbox.find((each) => each.peer === peer);
    if (!row) return;
    const seq = random.chance(0.5) ? row.lastSeq : 1 + random.whole(row.lastSeq);
    const key = `${device.person} ${conversationOf(device.person, peer)}`;
    doings.read.set(key, Math.max(doings.read.get(key) ?? 0, seq));
    device.life?.mailbox.markRead(peer, seq);
  }

  /** Reads one conversation on all devices, as somebody does who walks from one to another. */
  function readEverywhere(person: string): void {
    const peer = random.pick(PEOPLE);
    for (const device of of(person)) plan(() => read(device, peer), 0, 500);
  }

  /** Switches a device off, and on again at that moment. */
  function restart(device: Device, startsAt: number): void {
    if (device.life && !device.idle) return void time.timer(() => restart(device, startsAt + 500), 500);
    device.end();
    time.timer(() => void device.start(), startsAt - time.now);
  }

  function loseNetwork(device: Device): void {
    device.online = false;
    cutOff(device);
    time.timer(() => device.wake(), random.between(1_000, 60_000));
  }

  function pry(device: Device): void {
    const written = [...doings.written.values()].map(({ conversation }) => conversation);
    if (device.session && written.length > 0) {
      const id = `${random.pick(written)}.${1 + random.whole(10)}`;
      device.session.call(getMessage, { parameters: { id } }).catch(ignore);
    }
    time.timer(() => pry(device), 10_000);
  }

  const starts: number[] = [];
  for (const person of new Set(devices.map((device) => device.person))) {
    // What is read just before a device is switched off is not told, and that is no defect.
    const [readings, restarts] = random.chance(0.5) ? [READINGS, 0] : [0, RESTARTS];
    for (let i = 0; i < readings; i++) plan(() => readEverywhere(person));
    for (const device of of(person)) {
      const first = random.between(0, random.chance(0.5) ? 20_000 : length / 2);
      starts.push(first);
      time.timer(() => void device.start(), first);
      for (let i = 0; i < restarts; i++) {
        const at = first + random.between(20_000, length - first);
        starts.push(at + 10_000);
        time.timer(() => restart(device, time.now + 10_000), at);
      }
      for (let i = 0; i < 3; i++) plan(() => void device.life?.mailbox.open(random.pick(PEOPLE)));
      for (const [from, to] of profile.storms) if (random.chance(0.5)) plan(() => loseNetwork(device), from, to - 60_000);
      if (person === STRANGER) pry(device);
    }
  }
  for (let planned = 0; planned < sends; ) {
    const size = Math.min(random.chance(0.5) ? 1 : 1 + random.whole(BURST), sends - planned);
    planned += size;
    // What is written while somebody connects is what is most easily lost.
    const start = random.pick(starts);
    if (random.chance(0.5)) plan(() => burst(size), start - 500, start + 500);
    else plan(() => burst(size));
  }
  for (let i = 0; i < sends * CHANGES; i++) plan(changeTogether);
  return doings;
}

/** Whoever is refused, or hears nothing, lets it be; what came of it is in the log. */
const ignore = (): void => undefined;
