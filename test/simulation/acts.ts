/** What people do with their devices, and the record of it that they are judged by. */

import { conversationOf } from '#contract/message-id.ts';
import { getMessage } from '#contract/routes/messages.ts';
import { block, unblock } from '#contract/routes/safety.ts';
import type { Device } from './device.ts';
import { textOf } from './http-api.ts';
import type { World } from './world.ts';

const EMOJIS = ['👍', '🎉'];
/** Somebody who fails tries again after so long. */
const RETRY_MS = 1_000;
/** How often a stranger asks for a message of others. */
const PRYING_MS = 10_000;

export interface Written {
  readonly conversation: string;
  readonly text: string;
  /** Id of the message it answers. */
  readonly replyTo: string | undefined;
  /** The device it was written on. */
  readonly device: string;
  /** What its pictures show, in order. */
  readonly pictures?: readonly string[];
  /** True if its picture is forwarded: it is refused once the original is deleted. */
  readonly forwards?: boolean;
  /** True if another message names its attachments as well: one of the two is refused. */
  isNamedAgain?: boolean;
  /** True if it was refused for a reason, or may be: then it need not be stored. */
  mayBeRefused?: boolean;
}

/** One person's block of another. */
interface Blocking {
  /** When it was acknowledged; undefined until then, and from the request to end it on. */
  heldSince: number | undefined;
  /** Whether it is wanted, and when that was decided. */
  wanted: boolean;
  decidedAt: number;
}

export interface Activity {
  /** Every message that was written, by its clientId. */
  readonly written: Map<string, Written>;
  /** Messages that were refused and then given up by their writers, by clientId. */
  readonly discarded: Set<string>;
  /** All later texts of each message, by its id; and the messages whose deletion was acknowledged. */
  readonly edits: Map<string, readonly string[]>;
  readonly deleted: Set<string>;
  /** How far each person has read, by person and conversation, as in `alice alice~bob`. */
  readonly read: Map<string, number>;
  /** By who blocks whom, as in `alice bob`. */
  readonly blocks: Map<string, Blocking>;
  /** How often each kind of act was done. */
  readonly counts: Map<string, number>;
}

export const noActivity = (): Activity => ({
  written: new Map(),
  discarded: new Set(),
  edits: new Map(),
  deleted: new Set(),
  read: new Map(),
  blocks: new Map(),
  counts: new Map(),
});

export function createActs({ time, random }: World, activity: Activity) {
  let texts = 0;

  function count(what: string): void {
    activity.counts.set(what, (activity.counts.get(what) ?? 0) + 1);
  }

  /** Returns a text that no other message has. */
  const newText = (conversation: string): string => textOf(conversation, ++texts);

  function send({ life, name, person }: Device, recipient: string): void {
    if (!life) return;
    const conversation = conversationOf(person, recipient);
    const text = newText(conversation);
    const rows = life.mailbox.state.conversations[recipient]?.rows ?? [];
    const replyTo = rows.length > 0 && random.chance(0.2) ? random.pick(rows).id : undefined;
    activity.written.set(life.mailbox.sendMessage(recipient, text, { replyTo }), {
      conversation,
      text,
      replyTo,
      device: name,
    });
    count(replyTo === undefined ? 'messages' : 'replies');
  }

  /** Edits, deletes or reacts to one of the two newest messages. */
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
      const text = newText(conversationOf(person, view.peer));
      activity.edits.set(id, [...(activity.edits.get(id) ?? []), text]);
      mailbox.editMessage(view.peer, id, text).catch(ignore);
    } else {
      mailbox.deleteMessage(view.peer, id).then(() => activity.deleted.add(id), ignore);
    }
  }

  /** Reads the whole conversation, or some of it. */
  function read({ life, person }: Device, peer: string): void {
    const { lastSeq = 0 } = life?.mailbox.state.inbox.find((row) => row.peer === peer) ?? {};
    if (!life || lastSeq === 0) return;
    const seq = random.chance(0.5) ? lastSeq : 1 + random.whole(lastSeq);
    const key = `${person} ${conversationOf(person, peer)}`;
    activity.read.set(key, Math.max(activity.read.get(key) ?? 0, seq));
    life.mailbox.markRead(peer, seq);
    count('readings');
  }

  /** Repeats this person's read positions once a device has its inbox: it may have ended before it reported them. */
  function readAgain(device: Device): void {
    const { mailbox } = device.life ?? {};
    if (!mailbox?.state.inboxLoaded) return void time.timer(() => readAgain(device), RETRY_MS);
    for (const { peer } of mailbox.state.inbox) {
      const seq = activity.read.get(`${device.person} ${conversationOf(device.person, peer)}`);
      if (seq !== undefined) mailbox.markRead(peer, seq);
    }
  }

  /** Retries refused messages or gives them up. */
  function tidyUp({ life }: Device, peer: string): void {
    for (const { key, state } of life?.mailbox.state.conversations[peer]?.rows ?? []) {
      if (state !== 'failed') continue;
      if (random.chance(0.7)) {
        life?.mailbox.retry(peer, key);
      } else {
        activity.discarded.add(key);
        life?.mailbox.discardUnsent(peer, key);
        count('given up');
      }
    }
  }

  /** Blocks or unblocks somebody. Tries on any device until the server acknowledges it. */
  async function setBlocked(devices: readonly Device[], person: string, wanted: boolean): Promise<void> {
    const [{ person: me } = { person: '' }] = devices;
    const key = `${me} ${person}`;
    const blocking = activity.blocks.get(key) ?? { heldSince: undefined, wanted: false, decidedAt: 0 };
    activity.blocks.set(key, blocking);
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
      await time.sleep(RETRY_MS);
    }
    blocking.decidedAt = time.now;
    if (wanted) blocking.heldSince = time.now;
  }

  /** Asks for a message of others, now and then. */
  function pry(device: Device): void {
    const written = [...activity.written.values()].map(({ conversation }) => conversation);
    if (device.life && written.length > 0) {
      const id = `${random.pick(written)}.${1 + random.whole(10)}`;
      device.life.session.call(getMessage, { parameters: { id } }).catch(ignore);
    }
    time.timer(() => pry(device), PRYING_MS);
  }

  return { count, newText, send, change, read, readAgain, tidyUp, setBlocked, pry };
}

/** Nobody retries a change that was refused or not answered. The log shows what came of it. */
const ignore = (): void => undefined;
