/** What people do with their devices, and what is known of it afterwards. */

import { conversationOf } from '#contract/message-id.ts';
import { getMessage } from '#contract/routes/messages.ts';
import { block, unblock } from '#contract/routes/safety.ts';
import type { Device } from './device.ts';
import { textOf } from './http-api.ts';
import type { World } from './world.ts';

const EMOJIS = ['👍', '🎉'];
/** Milliseconds until somebody tries again what could not be done. */
const PATIENCE = 1_000;

interface Written {
  readonly conversation: string;
  readonly text: string;
  /** Id of the message it answers. */
  readonly replyTo: string | undefined;
  /** The device it was written on. */
  readonly device: string;
}

/** Somebody's having blocked somebody. */
interface Blocking {
  /** When it was answered that it holds; undefined while it is asked for, and once it has been asked to end. */
  heldSince: number | undefined;
  /** Whether it is to hold, in the end; and when that was decided. */
  wanted: boolean;
  decidedAt: number;
}

export interface Doings {
  /** Every message that was written, by its clientId. */
  readonly written: Map<string, Written>;
  /** Those that were refused and given up by their writers, by clientId. */
  readonly discarded: Set<string>;
  /** Every text that was given to a message later, by its id; and the messages that were deleted, as their senders were told. */
  readonly edits: Map<string, readonly string[]>;
  readonly deleted: Set<string>;
  /** How far each person has read, by conversation: `alice alice~bob`. */
  readonly read: Map<string, number>;
  /** By who blocks whom: `alice bob`. */
  readonly blocks: Map<string, Blocking>;
  /** How often something was done, by its name. */
  readonly counts: Map<string, number>;
}

export const noDoings = (): Doings => ({
  written: new Map(),
  discarded: new Set(),
  edits: new Map(),
  deleted: new Set(),
  read: new Map(),
  blocks: new Map(),
  counts: new Map(),
});

export function createActs({ time, random }: World, doings: Doings) {
  let texts = 0;

  function count(what: string): void {
    doings.counts.set(what, (doings.counts.get(what) ?? 0) + 1);
  }

  function send({ life, name, person }: Device, recipient: string): void {
    if (!life) return;
    const conversation = conversationOf(person, recipient);
    const text = textOf(conversation, ++texts);
    const rows = life.mailbox.state.conversations[recipient]?.rows ?? [];
    const replyTo = rows.length > 0 && random.chance(0.2) ? random.pick(rows).id : undefined;
    doings.written.set(life.mailbox.sendMessage(recipient, text, replyTo), {
      conversation,
      text,
      replyTo,
      device: name,
    });
    count(replyTo === undefined ? 'messages' : 'replies');
  }

  /** Edits or deletes a message, or reacts to one; a message that is new more often than an old one. */
  function change({ life, person }: Device, peer: string): void {
    const view = life?.mailbox.state.conversations[peer];
    const { id, sender, deleted } = view?.rows.at(-1 - random.whole(2)) ?? {};
    if (!life || !view || id === undefined || deleted) return;
    const { mailbox } = life;
    const kind = random();
    count('changes');
    if (sender !== person || kind < 0.4) {
      const emoji = random.pick(EMOJIS);
      const react = random.chance(0.6) ? mailbox.addReaction : mailbox.removeReaction;
      react(view.peer, id, emoji).catch(ignore);
    } else if (kind < 0.8) {
      const text = textOf(conversationOf(person, view.peer), ++texts);
      doings.edits.set(id, [...(doings.edits.get(id) ?? []), text]);
      mailbox.editMessage(view.peer, id, text).catch(ignore);
    } else {
      mailbox.deleteMessage(view.peer, id).then(() => doings.deleted.add(id), ignore);
    }
  }

  /** Reads the whole conversation, or some of it. */
  function read({ life, person }: Device, peer: string): void {
    const { lastSeq = 0 } = life?.mailbox.state.inbox.find((row) => row.peer === peer) ?? {};
    if (!life || lastSeq === 0) return;
    const seq = random.chance(0.5) ? lastSeq : 1 + random.whole(lastSeq);
    const key = `${person} ${conversationOf(person, peer)}`;
    doings.read.set(key, Math.max(doings.read.get(key) ?? 0, seq));
    life.mailbox.markRead(peer, seq);
    count('readings');
  }

  /** Reads once more what was read before a device was started, as soon as it knows of it: it may have ended before it told. */
  function readAgain(device: Device): void {
    const { mailbox } = device.life ?? {};
    if (!mailbox?.state.inboxLoaded) return void time.timer(() => readAgain(device), PATIENCE);
    for (const { peer } of mailbox.state.inbox) {
      const seq = doings.read.get(`${device.person} ${conversationOf(device.person, peer)}`);
      if (seq !== undefined) mailbox.markRead(peer, seq);
    }
  }

  /** Tries again what was refused, or gives it up. */
  function tidyUp({ life }: Device, peer: string): void {
    for (const { key, state } of life?.mailbox.state.conversations[peer]?.rows ?? []) {
      if (state !== 'failed') continue;
      if (random.chance(0.7)) {
        life?.mailbox.retry(peer, key);
      } else {
        doings.discarded.add(key);
        life?.mailbox.discardUnsent(peer, key);
        count('given up');
      }
    }
  }

  /** Blocks somebody, or lets them write again: tries it, on any device, until it is answered. */
  async function setBlocked(devices: readonly Device[], person: string, wanted: boolean): Promise<void> {
    const [{ person: me } = { person: '' }] = devices;
    const key = `${me} ${person}`;
    const blocking = doings.blocks.get(key) ?? { heldSince: undefined, wanted: false, decidedAt: 0 };
    doings.blocks.set(key, blocking);
    if (!wanted) blocking.heldSince = undefined;
    Object.assign(blocking, { wanted, decidedAt: time.now });
    count(wanted ? 'blocks' : 'unblocks');
    for (;;) {
      const { session } = devices.find(({ life }) => life)?.life ?? {};
      const done = session?.call(wanted ? block : unblock, { parameters: { username: person } }).then(
        () => true,
        () => false,
      );
      if (await done) break;
      await time.sleep(PATIENCE);
    }
    blocking.decidedAt = time.now;
    if (wanted) blocking.heldSince = time.now;
  }

  /** Looks into what is none of their business. */
  function pry(device: Device): void {
    const written = [...doings.written.values()].map(({ conversation }) => conversation);
    if (device.life && written.length > 0) {
      const id = `${random.pick(written)}.${1 + random.whole(10)}`;
      device.life.session.call(getMessage, { parameters: { id } }).catch(ignore);
    }
    time.timer(() => pry(device), 10_000);
  }

  return { count, send, change, read, readAgain, tidyUp, setBlocked, pry };
}

/** Whoever is refused, or hears nothing, lets it be; what came of it is in the log. */
const ignore = (): void => undefined;
