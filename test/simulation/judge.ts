/** The promise, held against what the tables hold and the devices show when everything is at rest. */

import { conversationOf, messageId, peerOf } from '#contract/message-id.ts';
import { CONVERSATIONS_TABLE, MESSAGES_TABLE } from '#functions/aws/environment.ts';
import type { Entry } from '#functions/core/entry.ts';
import type { ConversationRow } from '#functions/core/inbox.ts';
import { environment } from '../functions/support/environment.ts';
import type { Doings } from './acts.ts';
import type { Device, Life } from './device.ts';
import type { Profile } from './profiles.ts';
import { readingOf, readingShown, type Reading } from './reading.ts';
import type { World } from './world.ts';

export interface Evidence {
  readonly devices: readonly Device[];
  readonly doings: Doings;
  /** When each entry was stored, by id. */
  readonly storedAt: ReadonlyMap<string, number>;
  /** When each session ended, as its person was told. */
  readonly endedAt: (session: string) => number;
  /** When the simulation began. */
  readonly start: number;
}

type Log = readonly Entry[];

/** The longest it takes until a device knows of what nobody tells it, in milliseconds. */
const UNTOLD = 85_000;

const ANY_TEXT = /\w+~\w+ says \d+/g;

export function judge(world: World, { devices, doings, storedAt, endedAt, start }: Evidence): void {
  const { broken, tables } = world;
  const entries = tables.all(environment[MESSAGES_TABLE]).filter(({ seq }) => seq !== 0) as unknown as readonly Entry[];
  const logs = new Map<string, Log>();
  for (const entry of entries) logs.set(entry.conversation, [...(logs.get(entry.conversation) ?? []), entry]);

  const original = (clientId: string) => doings.written.get(clientId)?.text;
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

  /** Nothing is stored twice, or without having been written, and the numbers have no holes. */
  function judgeLogs(): void {
    for (const entry of entries) {
      const { kind, clientId } = entry;
      if (kind !== 'message') continue;
      const written = doings.written.get(clientId);
      if (!written || stored.has(clientId)) broken('doubled', `stored once more: ${entry.body}`);
      const replyTo = entry.replyTo === undefined ? undefined : messageId({ ...entry, seq: entry.replyTo });
      if (replyTo !== written?.replyTo) broken('wrong', `${written?.text} answers ${replyTo}, not ${written?.replyTo}`);
      stored.set(clientId, entry);
    }
    for (const [conversation, log] of logs)
      if (log.some(({ seq }, i) => seq !== i + 1)) broken('lost', `${conversation} has holes`);
  }

  /** What is not stored was refused, because somebody was blocked; it is shown as failed where it was written, unless its writer has given it up. */
  function judgeRefused(): void {
    for (const [clientId, { text, conversation, device: name }] of doings.written) {
      if (stored.has(clientId)) continue;
      const device = devices.find((each) => each.name === name);
      const sender = device?.person ?? '';
      const peer = peerOf(conversation, sender);
      const row = device?.life?.mailbox.state.conversations[peer]?.rows.find(({ key }) => key === clientId);
      if (!doings.blocks.has(`${peer} ${sender}`)) broken('lost', `not stored: ${text}`);
      else if (row?.state !== 'failed' && !doings.discarded.has(clientId))
        broken('lost', `neither stored nor shown as failed: ${text}`);
    }
  }

  /** Each message's own item reads as the log says; of one that is deleted, no text is left in any table. */
  function judgeChanges(): void {
    const dump = JSON.stringify(Object.values(environment).flatMap((table) => tables.all(table)));
    const present = new Set(dump.match(ANY_TEXT));
    for (const [conversation, log] of logs) {
      for (const entry of log) {
        if (entry.kind !== 'message') continue;
        const id = `${conversation}.${entry.seq}`;
        const { deleted, body } = readingOf(entry, log, original);
        if (entry.body !== body) broken('wrong', `${id} is stored as '${entry.body}', and has to be '${body}'`);
        if (doings.deleted.has(id) && !deleted) broken('not erased', `${id} was deleted, and is there`);
        const left = deleted
          ? [original(entry.clientId) ?? '', ...(doings.edits.get(id) ?? [])].filter((text) => present.has(text))
          : [];
        if (left.length > 0) broken('not erased', `${id} was deleted, and '${left.join("', '")}' is left`);
      }
    }
  }

  /** What somebody has read stays read. */
  function judgeReadPositions(): void {
    for (const row of tables.all(environment[CONVERSATIONS_TABLE]) as unknown as readonly ConversationRow[]) {
      const readSeq = doings.read.get(`${row.username} ${conversationOf(row.username, row.peer)}`) ?? 0;
      if ((row.readSeq ?? 0) !== readSeq)
        broken(
          'miscounted',
          `${row.username} had read ${row.peer} up to ${readSeq}, and is held to have read up to ${row.readSeq ?? 0}`,
        );
    }
  }

  /** Every device shows what the logs hold, in their order, and counts the same unread messages. */
  function judgeAtRest({ device: { name, person }, mailbox: { state } }: Life): void {
    // After a storm, a socket that has silently died may be found out at any time.
    if (state.connection !== 'ready' && world.profile.storms.length === 0)
      broken('wrong', `${name} is ${state.connection} at rest`);
    for (const [peer, { rows, loaded }] of Object.entries(state.conversations)) {
      const oldest = rows.find(({ seq }) => seq !== undefined)?.seq ?? 0;
      const shown = rows.map((row) =>
        row.state === 'sent' ? JSON.stringify(readingShown(row)) : `${row.state}: ${row.body}`,
      );
      const readings = loaded ? readingsOf(person, peer).filter(({ seq }) => seq >= oldest) : [];
      const refused = [...doings.written].filter(
        ([clientId, { conversation, device }]) =>
          device === name &&
          conversation === conversationOf(person, peer) &&
          !stored.has(clientId) &&
          !doings.discarded.has(clientId),
      );
      const expected = [
        ...readings.map((reading) => JSON.stringify(reading)),
        ...refused.map(([, { text }]) => `failed: ${text}`),
      ];
      // Those that were refused are shown in the order of the last attempts.
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
      const readSeq = doings.read.get(`${person} ${conversation}`) ?? 0;
      const unread =
        peer === person
          ? 0
          : log.filter(({ sender, seq, kind }) => kind === 'message' && sender === peer && seq > readSeq).length;
      const last = readingsOf(person, peer).at(-1);
      const expected = `lastSeq ${log.length}, unread ${unread}, readSeq ${readSeq}, last ${last?.body}`;
      const told = `lastSeq ${row?.lastSeq}, unread ${row?.unread}, readSeq ${row?.readSeq}, last ${row?.lastMessage?.body}`;
      if (told !== expected) broken('miscounted', `${name} has in its inbox of ${peer}: ${told}, not: ${expected}`);
      const { wanted = false, decidedAt = 0 } = doings.blocks.get(`${person} ${peer}`) ?? {};
      if (decidedAt < world.time.now - UNTOLD && row?.blocked !== wanted)
        broken('wrong', `${name} takes ${peer} to be ${row?.blocked ? '' : 'not '}blocked`);
    }
  }

  function readingsOf(person: string, peer: string): readonly Reading[] {
    const log = logs.get(conversationOf(person, peer)) ?? [];
    return log.flatMap((entry) => (entry.kind === 'message' ? [readingOf(entry, log, original)] : []));
  }

  /** While the service is up, what is stored is shown in time, by every device that runs. */
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
        broken('late', `${name} was late to have ${id} in its inbox: ${seconds(told - from)} after it was stored`);
      const openedAt = opened.get(peer);
      if (kind !== 'message' || openedAt === undefined || openedAt > from) continue;
      const shownAt = shown.get(id) ?? Infinity;
      if (shownAt > due(openedAt) && until > due(openedAt))
        broken('late', `${name} was late to show ${id}: ${seconds(shownAt - from)} after it was stored`);
    }
  }
}

/** When something of this moment has to be shown: storms do not count, and whatever one interrupts begins anew after it. */
function dueAfter(from: number, { storms, late }: Profile): number {
  let base = from;
  for (const [begin, end] of storms) if (begin < base + late && base < end) base = end;
  return base + late;
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

function differences(shown: readonly string[], expected: readonly string[]): string {
  const missing = expected.filter((each) => !shown.includes(each));
  const surplus = shown.filter((each) => !expected.includes(each));
  return `missing [${missing.join(', ')}], surplus [${surplus.join(', ')}]`;
}
