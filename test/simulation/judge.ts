/** Compares the promise with what the tables hold and the devices show once everything is at rest. */

import { isMessage } from '#contract/entry-kinds.ts';
import { conversationOf, messageId, peerOf } from '#contract/message-id.ts';
import { CONVERSATIONS_TABLE, MESSAGES_TABLE } from '#functions/aws/environment.ts';
import type { ConversationRow } from '#functions/core/conversation-row.ts';
import type { Entry } from '#functions/core/entry.ts';
import { environment } from '../functions/support/environment.ts';
import type { Activity } from './acts.ts';
import type { Device, Life } from './device.ts';
import type { Profile } from './profiles.ts';
import { readingOf, readingShown, type Reading } from './reading.ts';
import type { World } from './world.ts';

export interface Evidence {
  readonly devices: readonly Device[];
  readonly activity: Activity;
  /** When each entry was stored, by id. */
  readonly storedAt: ReadonlyMap<string, number>;
  /** When the end of each session was acknowledged. */
  readonly endedAt: (session: string) => number;
  /** When the simulation began. */
  readonly start: number;
}

type Log = readonly Entry[];

/** The longest that a device takes to learn something that is not announced to it. */
const UNANNOUNCED_MS = 85_000;

const ANY_TEXT = /\w+~\w+ says \d+/g;

export function judge(world: World, { devices, activity, storedAt, endedAt, start }: Evidence): void {
  const { broken, tables } = world;
  const entries = tables.all(environment[MESSAGES_TABLE]).filter(({ seq }) => seq !== 0) as unknown as readonly Entry[];
  const logs = new Map<string, Log>();
  for (const entry of entries) logs.set(entry.conversation, [...(logs.get(entry.conversation) ?? []), entry]);

  const original = (clientId: string) => activity.written.get(clientId)?.text;
  const stored = new Map<string, Entry>();

  judgeLogs();
  judgeRefused();
  judgeChanges();
  judgeReadPositions();
  for (const device of devices) {
    const { life } = device;
    if (!life) broken('wrong', `${device.name} is not running at the end`);
    else if (endedAt(life.name) === Infinity) judgeAtRest(life);
    for (const each of device.lives) judgeTimes(each);
  }

  /** Every stored message was written, none is stored twice, and the seqs have no holes. */
  function judgeLogs(): void {
    for (const entry of entries) {
      if (!isMessage(entry)) continue;
      const { clientId } = entry;
      const written = activity.written.get(clientId);
      if (!written || stored.has(clientId)) broken('doubled', `stored twice, or never written: ${entry.body}`);
      const replyTo = entry.replyTo === undefined ? undefined : messageId({ ...entry, seq: entry.replyTo });
      if (replyTo !== written?.replyTo) broken('wrong', `${written?.text} answers ${replyTo}, not ${written?.replyTo}`);
      stored.set(clientId, entry);
    }
    for (const [conversation, log] of logs)
      if (log.some(({ seq }, i) => seq !== i + 1)) broken('lost', `${conversation} has holes`);
  }

  /**
   * A message that is not stored was refused because of a block. The device that it was written on shows it as failed,
   * unless its writer has given it up.
   */
  function judgeRefused(): void {
    for (const [clientId, { text, conversation, device: name, mayBeRefused }] of activity.written) {
      if (stored.has(clientId) || mayBeRefused) continue;
      const device = devices.find((each) => each.name === name);
      const sender = device?.person ?? '';
      const peer = peerOf(conversation, sender);
      const row = device?.life?.mailbox.state.conversations[peer]?.rows.find(({ key }) => key === clientId);
      if (!activity.blocks.has(`${peer} ${sender}`)) broken('lost', `not stored: ${text}`);
      else if (row?.state !== 'failed' && !activity.discarded.has(clientId))
        broken('lost', `neither stored nor shown as failed: ${text}`);
    }
  }

  /** Each message's item reads as the log says. No table has a text of a deleted message. */
  function judgeChanges(): void {
    const dump = JSON.stringify(Object.values(environment).flatMap((table) => tables.all(table)));
    const present = new Set(dump.match(ANY_TEXT));
    for (const [conversation, log] of logs) {
      for (const entry of log) {
        if (!isMessage(entry)) continue;
        const id = `${conversation}.${entry.seq}`;
        const { deleted, body } = readingOf(entry, log, original);
        if (entry.body !== body) broken('wrong', `${id} is stored as '${entry.body}', not as '${body}'`);
        if (activity.deleted.has(id) && !deleted) broken('not erased', `${id} was deleted and is still there`);
        const left = deleted
          ? [original(entry.clientId) ?? '', ...(activity.edits.get(id) ?? [])].filter((text) => present.has(text))
          : [];
        if (left.length > 0) broken('not erased', `${id} was deleted, but '${left.join("', '")}' is left`);
      }
    }
  }

  /** Read positions never move back. */
  function judgeReadPositions(): void {
    for (const row of tables.all(environment[CONVERSATIONS_TABLE]) as unknown as readonly ConversationRow[]) {
      const readSeq = activity.read.get(`${row.username} ${conversationOf(row.username, row.peer)}`) ?? 0;
      if ((row.readSeq ?? 0) !== readSeq)
        broken(
          'miscounted',
          `${row.username} has read ${row.peer} up to ${readSeq}; the table says ${row.readSeq ?? 0}`,
        );
    }
  }

  /** Every device shows the messages of the logs, in their order, and has the same unread counts. */
  function judgeAtRest({ device: { name, person }, mailbox: { state } }: Life): void {
    // After a storm, a device may discover at any time that its socket is dead.
    if (state.connection !== 'ready' && world.profile.storms.length === 0)
      broken('wrong', `${name} is ${state.connection} at rest`);
    for (const [peer, { rows, loaded }] of Object.entries(state.conversations)) {
      const oldest = rows.find(({ seq }) => seq !== undefined)?.seq ?? 0;
      const shown = rows.map((row) =>
        row.state === 'sent' ? JSON.stringify(readingShown(row)) : `${row.state}: ${row.body}`,
      );
      const readings = loaded ? readingsOf(person, peer).filter(({ seq }) => seq >= oldest) : [];
      const refused = [...activity.written].filter(
        ([clientId, { conversation, device }]) =>
          device === name &&
          conversation === conversationOf(person, peer) &&
          !stored.has(clientId) &&
          !activity.discarded.has(clientId),
      );
      const expected = [
        ...readings.map((reading) => JSON.stringify(reading)),
        ...refused.map(([, { text }]) => `failed: ${text}`),
      ];
      // Refused messages are shown in the order of their last attempts.
      if (
        shown.slice(readings.length).sort().join() !== expected.slice(readings.length).sort().join() ||
        readings.some((_, i) => shown[i] !== expected[i])
      ) {
        broken(
          shown.length < expected.length ? 'lost' : 'wrong',
          `${name} shows of ${peer}: ${differences(shown, expected)}`,
        );
      }
    }
    for (const [conversation, log] of logs) {
      if (!conversation.split('~').includes(person)) continue;
      const peer = peerOf(conversation, person);
      const row = state.inbox.find((each) => each.peer === peer);
      const readSeq = activity.read.get(`${person} ${conversation}`) ?? 0;
      const unread =
        peer === person
          ? 0
          : log.filter(({ sender, seq, kind }) => kind === 'message' && sender === peer && seq > readSeq).length;
      const last = readingsOf(person, peer).at(-1);
      const expected = summaryOf({ lastSeq: log.length, unread, readSeq, lastMessage: last });
      const told = summaryOf(row ?? {});
      if (told !== expected) broken('miscounted', `the inbox of ${name} has of ${peer}: ${told}, not: ${expected}`);
      const { wanted = false, decidedAt = 0 } = activity.blocks.get(`${person} ${peer}`) ?? {};
      if (decidedAt < world.time.now - UNANNOUNCED_MS && row?.blocked !== wanted)
        broken('wrong', `${name} shows ${peer} as ${row?.blocked ? '' : 'not '}blocked`);
    }
  }

  function readingsOf(person: string, peer: string): readonly Reading[] {
    const log = logs.get(conversationOf(person, peer)) ?? [];
    return log.flatMap((entry) => (isMessage(entry) ? [readingOf(entry, log, original)] : []));
  }

  /** While the service is up, every running device shows what is stored in time. */
  function judgeTimes({ device, name: session, since, until: end, shown, opened, inbox }: Life): void {
    const until = Math.min(end, endedAt(session));
    const { name, person, offlineUntil } = device;
    for (const { conversation, seq, kind } of entries) {
      if (!conversation.split('~').includes(person)) continue;
      const peer = peerOf(conversation, person);
      const id = `${conversation}.${seq}`;
      const from = storedAt.get(id) ?? Infinity;
      const due = (ready: number) =>
        dueAfter(Math.max(from, since, offlineUntil, ready) - start, world.profile) + start;

      const told = inbox.get(peer)?.find(([, known]) => known >= seq)?.[0] ?? Infinity;
      if (told > due(0) && until > due(0))
        broken('late', `the inbox of ${name} had ${id} late: ${seconds(told - from)} after it was stored`);
      const openedAt = opened.get(peer);
      if (kind !== 'message' || openedAt === undefined || openedAt > from) continue;
      const shownAt = shown.get(id) ?? Infinity;
      if (shownAt > due(openedAt) && until > due(openedAt))
        broken('late', `${name} showed ${id} late: ${seconds(shownAt - from)} after it was stored`);
    }
  }
}

/** Returns when something must be shown. Storms do not count: the time starts again after one that interrupts it. */
function dueAfter(from: number, { storms, deadlineMs }: Profile): number {
  let base = from;
  for (const [begin, end] of storms) if (begin < base + deadlineMs && base < end) base = end;
  return base + deadlineMs;
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

function differences(shown: readonly string[], expected: readonly string[]): string {
  const missing = expected.filter((each) => !shown.includes(each));
  const surplus = shown.filter((each) => !expected.includes(each));
  return `missing [${missing.join(', ')}], surplus [${surplus.join(', ')}]`;
}

interface Summary {
  readonly lastSeq?: number;
  readonly unread?: number;
  readonly readSeq?: number;
  readonly lastMessage?: { readonly seq: number; readonly body?: string } | undefined;
}

const summaryOf = ({ lastSeq, unread, readSeq, lastMessage }: Summary): string =>
  `lastSeq ${lastSeq}, unread ${unread}, readSeq ${readSeq}, last ${lastMessage?.body}`;
