/**
 * What people do with pictures: they send some, forward them, name one again in another message, change and delete
 * messages, switch their devices off, and pry into what others have sent.
 */

import type { MessageRow } from '#client/mailbox.ts';
import { isRefusal, refusesField } from '#client/problem.ts';
import { conversationOf, peerOf } from '#contract/message-id.ts';
import { createAttachment, getMessageAttachments } from '#contract/routes/attachments.ts';
import { sendMessage } from '#contract/routes/messages.ts';
import { createActs, noActivity, type Written } from '../acts.ts';
import type { Device, Life } from '../device.ts';
import { uuid } from '../random.ts';
import type { World } from '../world.ts';

const PEOPLE = ['alice', 'bob', 'carol'];
/** Nobody writes to her, and she asks for the pictures of others. */
const STRANGER = 'eve';

export const everybody = [...PEOPLE, STRANGER];
export const devicesOf = (person: string): readonly string[] =>
  person === STRANGER ? ['laptop'] : ['phone', 'laptop'];

/** What people do on one day. */
const SENDS = 16;
const FORWARDS = 4;
const REPEATED_NAMES = 6;
const DOUBLE_NAMES = 4;
const CHANGES = 8;
const TAKEN_BACK = 5;
const RESTARTS = 3;
const PRYINGS = 8;
/** Pictures of one message at most. */
const PICTURES = 3;
/** Their sizes. */
const BYTES = [1_000, 2_000] as const;
const ABSENCE_MS = 5_000;

const ignore = (): void => undefined;

export interface Sources {
  /** What a picture shows that is in a message, by the id of its attachment. */
  contentOf(id: string): string | undefined;
  /** What was uploaded by a form that was posted again later. */
  readonly postedAgain: ReadonlySet<string>;
  /** Posts a form to the bucket. */
  upload(fields: Readonly<Record<string, string>>, content: string, bytes: number): unknown;
}

/** A busy day, in milliseconds from its beginning. */
export interface Day {
  readonly durationMs: number;
  /** Until when devices are switched off and on. */
  readonly lastRestartMs: number;
  /** From when until when the bucket does not answer, on a stormy day. */
  readonly outageMs: readonly [number, number];
}

export function createPeople(world: World, devices: readonly Device[], { contentOf, postedAgain, upload }: Sources) {
  const { time, random } = world;
  const activity = noActivity();
  const acts = createActs(world, activity);
  let pictures = 0;
  const of = (person: string) => devices.filter((device) => device.person === person);
  const running = (person: string): Device | undefined => {
    const on = of(person).filter(({ life }) => life);
    return on.length > 0 ? random.pick(on) : undefined;
  };

  /** Some have no text. */
  const textFor = (conversation: string): string => (random.chance(0.3) ? '' : acts.newText(conversation));

  function note(clientId: string, written: Omit<Written, 'replyTo'>): void {
    activity.written.set(clientId, { ...written, replyTo: undefined });
  }

  async function send({ life, person, name, files }: Device, recipient: string): Promise<void> {
    if (!life) return;
    const conversation = conversationOf(person, recipient);
    const picked = Array.from({ length: random.whole(PICTURES + 1) }, () => {
      const content = `${conversation} shows ${++pictures}`;
      const bytes = Math.round(random.between(...BYTES));
      return { content, attachment: { key: uuid(random), type: 'image/png', bytes } };
    });
    for (const { content, attachment } of picked)
      await files.put(person, attachment.key, new File(['x'.repeat(attachment.bytes)], content));
    const text = picked.length > 0 ? textFor(conversation) : acts.newText(conversation);
    const attachments = picked.map(({ attachment }) => attachment);
    const clientId = life.mailbox.sendMessage(recipient, text, { attachments });
    note(clientId, { conversation, text, device: name, pictures: picked.map(({ content }) => content) });
    acts.count(picked.length > 0 ? 'messages with pictures' : 'messages');
  }

  /** Returns the rows of a life that have attachments with ids. */
  const withPictures = ({ mailbox }: Life): MessageRow[] =>
    Object.values(mailbox.state.conversations).flatMap(({ rows }) =>
      rows.filter(({ attachments = [] }) => attachments.some(({ id }) => id !== undefined)),
    );

  function forward({ life, person, name }: Device, recipient: string): void {
    const stored = life ? withPictures(life).filter(({ id, deleted }) => id !== undefined && !deleted) : [];
    if (!life || stored.length === 0) return;
    const { id: message = '', attachments = [] } = random.pick(stored);
    const { id = '', type, bytes } = random.pick(attachments);
    const content = contentOf(id);
    if (content === undefined) return;
    const conversation = conversationOf(person, recipient);
    const text = textFor(conversation);
    const clientId = life.mailbox.sendMessage(recipient, text, {
      attachments: [{ key: uuid(random), type, bytes, from: { message, id } }],
    });
    note(clientId, { conversation, text, device: name, pictures: [content], forwards: true });
    acts.count('pictures forwarded');
  }

  /** Names the attachments of a message in another one, before or after the first is stored. */
  function nameAgain({ life, person, name }: Device, recipient: string): void {
    const rows = life ? withPictures(life) : [];
    if (!life || rows.length === 0) return;
    const pending = rows.filter(({ state }) => state === 'pending');
    const { key, attachments = [] } = random.pick(pending.length > 0 ? pending : rows);
    const first = activity.written.get(key);
    if (first) first.isNamedAgain = true;
    const conversation = conversationOf(person, recipient);
    const [text, clientId] = [acts.newText(conversation), uuid(random)];
    const named = attachments.flatMap(({ id }) => id ?? []);
    note(clientId, { conversation, text, device: name, pictures: first?.pictures ?? [], mayBeRefused: true });
    activity.discarded.add(clientId);
    const body = { recipient, body: text, clientId, attachments: named };
    life.session.call(sendMessage, { body }).catch(ignore);
    acts.count('attachments named again');
  }

  /** Deletes a message with pictures. */
  function takeBack({ life, person }: Device): void {
    const mine = life
      ? withPictures(life).filter(({ sender, id, deleted }) => sender === person && id && !deleted)
      : [];
    if (!life || mine.length === 0) return;
    const { id = '' } = random.pick(mine);
    const peer = peerOf(id.slice(0, id.indexOf('.')), person);
    life.mailbox.deleteMessage(peer, id).then(() => activity.deleted.add(id), ignore);
    acts.count('messages taken back');
  }

  /** Uploads a picture, and names it in two messages that are sent at once. */
  async function nameTwice({ life, person, name }: Device, recipient: string): Promise<void> {
    const conversation = conversationOf(person, recipient);
    const [content, bytes] = [`${conversation} shows ${++pictures}`, BYTES[0]];
    const begun = await life?.session.call(createAttachment, { body: { type: 'image/png', bytes } }).catch(ignore);
    if (!life || !begun?.upload) return;
    upload(begun.upload.fields, content, bytes);
    acts.count('attachments named twice');
    for (let i = 0; i < 2; i++) {
      const [text, clientId] = [acts.newText(conversation), uuid(random)];
      note(clientId, { conversation, text, device: name, pictures: [content], mayBeRefused: true });
      activity.discarded.add(clientId);
      const body = { recipient, body: text, clientId, attachments: [begun.id] };
      life.session.call(sendMessage, { body }).catch(ignore);
    }
  }

  /** Asks for the pictures of others. */
  async function pry({ life, person }: Device, others: readonly string[]): Promise<void> {
    if (!life || others.length === 0) return;
    const id = random.pick(others);
    acts.count('pryings');
    const links = await life.session.call(getMessageAttachments, { parameters: { id } }).catch(ignore);
    if (links) world.broken('leaked', `${person} got links to the pictures of ${id}`);
    const from = { message: id, id: 'AAAAAAAAAAAAAAAAAAAAAA' };
    if (await life.session.call(createAttachment, { body: { from } }).catch(ignore))
      world.broken('leaked', `${person} forwarded a picture of ${id}`);
  }

  function restart(device: Device): void {
    if (!device.life) return;
    acts.count('restarts');
    device.end();
    time.timer(() => void device.start(), random.between(0, ABSENCE_MS));
  }

  for (const device of devices)
    device.mayBeRefused = (problem, key) => {
      const written = activity.written.get(key);
      const { isNamedAgain, forwards } = written ?? {};
      const isSwapped = written?.pictures?.some((content) => postedAgain.has(content));
      const isFair =
        (refusesField(problem, 'attachments') && (isNamedAgain || isSwapped)) ||
        (isRefusal(problem, 'not-found') && forwards);
      if (isFair && written) written.mayBeRefused = true;
      return isFair === true;
    };

  /**
   * Plans a day.
   * @param stored returns the ids of the messages with pictures that are in the log
   */
  function planDay({ durationMs, lastRestartMs, outageMs }: Day, stored: () => readonly string[]): void {
    const plan = (times: number, act: () => unknown, from = 0, until = durationMs): void => {
      for (let i = 0; i < times; i++) time.timer(() => void act(), random.between(from, until));
    };
    const byAnybody = (act: (device: Device, peer: string) => unknown) => (): void => {
      const device = running(random.pick(PEOPLE));
      if (device) act(device, random.pick(PEOPLE));
    };
    for (const device of devices) {
      time.timer(() => void device.start(), random.between(0, ABSENCE_MS));
      plan(2, () => void device.life?.mailbox.open(random.pick(PEOPLE)));
    }
    plan(SENDS, byAnybody(send));
    plan(FORWARDS, byAnybody(forward));
    plan(REPEATED_NAMES, byAnybody(nameAgain));
    plan(DOUBLE_NAMES, byAnybody(nameTwice));
    plan(CHANGES, byAnybody(acts.change));
    plan(RESTARTS, () => restart(random.pick(devices)), 0, lastRestartMs);
    // The consumer cannot remove their files then.
    plan(TAKEN_BACK, byAnybody(takeBack), ...outageMs);
    plan(PRYINGS, () => {
      const [device] = of(STRANGER);
      if (device) void pry(device, stored());
    });
  }

  return { activity, planDay };
}
