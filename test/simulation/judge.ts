/** The promise, held against what the tables hold and the devices show when everything is at rest. */
import { CONVERSATIONS_TABLE, MESSAGES_TABLE } from '../../functions/aws/environment.ts';
import type { Entry } from '../../functions/core/entry.ts';
import type { ConversationRow } from '../../functions/core/inbox.ts';
import { environment } from '../functions/support/environment.ts';
import type { Device, Life } from './device.ts';
import { conversationOf, type Doings } from './people.ts';
import type { Profile } from './profiles.ts';
import { readingOf, readingShown, type Reading } from './reading.ts';
import type { World } from './world.ts';

export interface Evidence {
  readonly devices: readonly Device[];
  readonly doings: Doings;
  /** When each entry was stored, by id. */
  readonly storedAt: ReadonlyMap<string, number>;
  /** When the simulation began. */
  readonly start: number;
}

type Log = readonly Entry[];

const ANY_TEXT = /\w+~\w+ says \d+/g;

export function judge(world: World, { devices, doings, storedAt, start }: Evidence): void {
  const { broken, tables } = world;
  const entries = tables.all(environment[MESSAGES_TABLE]).filter(({ seq }) => seq !== 0) as unknown as readonly Entry[];
  const logs = new Map<string, Log>();
  for (const entry of entries) logs.set(entry.conversation, [...(logs.get(entry.conversation) ?? []), entry]);

  judgeLogs();
  judgeChanges();
  judgeReadPositions();
  for (const device of devices) {
    const { life } = device;
    if (!life) broken(`${device.name} is not running at the end`);
    else judgeAtRest(life);
    for (const each of device.lives) judgeTimes(each);
  }

  /** Nothing is lost, nothing is stored twice, and the numbers have no holes. */
  function judgeLogs(): void {
    const stored = new Map<string, number>();
    for (const { kind, clientId } of entries) if (kind === 'message') stored.set(clientId, (stored.get(clientId) ?? 0) + 1);
    for (const [clientId, { text }] of doings.written) if (stored.get(clientId) !== 1) broken(`stored ${stored.get(clientId) ?? 0} times: ${text}`);
    if (stored.size !== doings.written.size) broken(`${stored.size} messages are stored, and ${doings.written.size} were written`);
    for (const [conversation, log] of logs) if (log.some(({ seq }, i) => seq !== i + 1)) broken(`${conversation} has holes`);
  }

  /** Each message's own item reads as the log says; of one that is deleted, no text is left in any table. */
  function judgeChanges(): void {
    const dump = JSON.stringify(Object.values(environment).flatMap((table) => tables.all(table)));
    const present = new Set(dump.match(ANY_TEXT));
    for (const [conversation, log] of logs) {
      for (const entry of log) {
        if (entry.kind !== 'message') continue;
        const id = `${conversation}.${entry.seq}`;
        const original = doings.written.get(entry.clientId)?.text;
        const { deleted, body } = readingOf(entry, log, original);
        if (entry.body !== body) broken(`${id} is stored as '${entry.body}', and has to be '${body}'`);
        if (doings.deleted.has(id) && !deleted) broken(`${id} was deleted, and is there`);
        const left = deleted ? [original ?? '', ...(doings.edits.get(id) ?? [])].filter((text) => present.has(text)) : [];
        if (left.length > 0) broken(`${id} was deleted, and '${left.join("', '")}' is left`);
      }
    }
  }

  /** What somebody has read stays read. */
  function judgeReadPositions(): void {
    for (const row of tables.all(environment[CONVERSATIONS_TABLE]) as unknown as readonly ConversationRow[]) {
      const readSeq = doings.read.get(`${row.username} ${conversationOf(row.username, row.peer)}`) ?? 0;
      if ((row.readSeq ?? 0) !== readSeq) broken(`${row.username} had read ${row.peer} up to ${readSeq}, and is held to have read up to ${row.readSeq ?? 0}`);
    }
  }

  /** Every device shows what the logs hold, in their order, and counts the same unread messages. */
  function judgeAtRest({ device: { name, person }, mailbox: { state } }: Life): void {
    // After a storm, a socket that has silently died may be found out at any time.
    if (state.connection !== 'ready' && world.profile.storms.length === 0) broken(`${name} is ${state.connection} at rest`);
    for (const [peer, { rows }] of Object.entries(state.conversations)) {
      const shown = rows.map((row) => JSON.stringify({ fate: row.state, ...readingShown(row) }));
      const expected = readingsOf(person, peer)
        .filter(({ seq }) => seq >= (rows[0]?.seq ?? 0))
        .map((reading) => JSON.stringify({ fate: 'sent', ...reading }));
      if (shown.join() !== expected.join()) broken(`${name} shows of ${peer}: ${differences(shown, expected)}`);
    }
    for (const [conversation, log] of logs) {
      if (!conversation.split('~').includes(person)) continue;
      const peer = conversation.split('~').find((name_) => name_ !== person) ?? person;
      const row = state.inbox.find((each) => each.peer === peer);
      const readSeq = doings.read.get(`${person} ${conversation}`) ?? 0;
      const unread = peer === person ? 0 : log.filter(({ sender, seq, kind }) => kind === 'message' && sender === peer && seq > readSeq).length;
      const last = readingsOf(person, peer).at(-1);
      const expected = `lastSeq ${log.length}, unread ${unread}, readSeq ${readSeq}, last ${last?.body}`;
      const told = `lastSeq ${row?.lastSeq}, unread ${row?.unread}, readSeq ${row?.readSeq}, last ${row?.lastMessage?.body}`;
      if (told !== expected) broken(`${name} has in its inbox of ${peer}: ${told}, not: ${expected}`);
    }
  }

  function readingsOf(person: string, peer: string): readonly Reading[] {
    const log = logs.get(conversationOf(person, peer)) ?? [];
    return log.flatMap((entry) => (entry.kind === 'message' ? [readingOf(entry, log, doings.written.get(entry.clientId)?.text)] : []));
  }

  /** While the service is up, what is stored is shown in time, by every device that runs. */
  function judgeTimes({ device, since, until, shown, opened, inbox }: Life): void {
    const { name, person, offlineUntil } = device;
    for (const { conversation, seq, sender, kind } of entries) {
      if (!conversation.split('~').includes(person)) continue;
      const peer = conversation.split('~').find((each) => each !== person) ?? sender;
      const id = `${conversation}.${seq}`;
      const stored = storedAt.get(id) ?? Infinity;
      const due = (from: number) => dueAfter(Math.max(stored, since, offlineUntil, from) - start, world.profile) + start;

      const told = inbox.get(peer)?.find(([, known]) => known >= seq)?.[0] ?? Infinity;
      if (told > due(0) && until > due(0)) broken(`${name} was late to have ${id} in its inbox: ${seconds(told - stored)} after it was stored`);
      const openedAt = opened.get(peer);
      if (kind !== 'message' || openedAt === undefined || openedAt > stored) continue;
      const shownAt = shown.get(id) ?? Infinity;
      if (shownAt > due(openedAt) && until > due(openedAt)) broken(`${name} was late to show ${id}: ${seconds(shownAt - stored)} after it was stored`);
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
