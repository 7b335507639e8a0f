/**
 * Measures what grows with a message center: delivery by stored messages and by open sockets, inboxes by their
 * conversations, and the list of all people. The feed has a benchmark of its own.
 */
import { WebSocket } from 'ws';
import { BEARER_PREFIX, SUBPROTOCOL } from '#contract/handshake.ts';
import { TEXT } from './constants.ts';
import { writeConversation } from './conversation.ts';
import { deliver, type Pair } from './delivery.ts';
import { call } from './http.ts';
import { type InboxTiming, printInbox, timeInbox } from './inbox.ts';
import { createLoad, type Measured } from './load.ts';
import { settledUsage } from './local-usage.ts';
import { createPeople } from './person.ts';
import type { CloudProcess } from './process.ts';
import { progress } from './progress.ts';
import { createTable, digits } from './table.ts';
import { printUserList, timeUserList, type UserListTiming } from './users.ts';

/** Messages in the conversations that are measured, before they are. */
const STORED = [100, 10_000, 100_000];
const STORED_WITH_MILLION = [100, 10_000, 1_000_000];
const SOCKETS = [10, 100, 1_000];
const INBOXES = [10, 100, 1_000, 10_000];
const PEOPLE = 10_000;

/** Each of so many people has one socket, and the first stage has no others. */
const FEW_SENDERS = SOCKETS[0] === undefined ? 0 : SOCKETS[0] / 2;
const IN_FLIGHT = { sockets: 16, stored: 32 };
const BOUNDS = { messages: 2_000, seconds: 20 };
/** A person may have ten. */
const SOCKETS_OF_A_PERSON = 9;
/** Handshakes under way at once. */
const AT_ONCE = 10;

interface Stage {
  readonly of: string;
  readonly measured: Measured;
  /** Resident memory of the cloud, in bytes. */
  readonly memory: number | undefined;
}

interface Growth {
  readonly sockets: readonly Stage[];
  readonly stored: readonly Stage[];
  readonly inboxes: readonly InboxTiming[];
  readonly userList: UserListTiming;
  readonly missed: number;
}

/** @param withMillion whether the last stage has a million messages, which takes some minutes to write */
export async function measureGrowth(cloud: CloudProcess, withMillion: boolean): Promise<Growth> {
  const sockets = await bySockets(cloud);
  const stored = await byStored(cloud, withMillion ? STORED_WITH_MILLION : STORED);
  return {
    sockets,
    stored,
    userList: await timeUserList(cloud.siteUrl, PEOPLE),
    inboxes: await timeInbox(cloud.siteUrl, INBOXES),
    missed: [...sockets, ...stored].reduce((sum, { measured }) => sum + measured.missed, 0),
  };
}

async function bySockets(cloud: CloudProcess): Promise<Stage[]> {
  const load = await createLoad(cloud, FEW_SENDERS);
  const open: WebSocket[] = [];
  const stages: Stage[] = [];
  for (const count of SOCKETS) {
    const more = count - 2 * FEW_SENDERS - open.length;
    if (more > 0) open.push(...(await openSockets(cloud.siteUrl, `idle-${count}`, more)));
    progress(`Delivering with ${count} open sockets …`);
    const measured = await load.measure((pairs) => deliver(pairs.slice(0, IN_FLIGHT.sockets), BOUNDS));
    stages.push({ of: count.toLocaleString('en-US'), measured, memory: (await cloud.resources())?.memory });
  }
  for (const socket of open) socket.close();
  await load.end();
  return stages;
}

async function byStored(cloud: CloudProcess, sizes: readonly number[]): Promise<Stage[]> {
  const load = await createLoad(cloud);
  const stages: Stage[] = [];
  for (const [index, size] of sizes.entries()) {
    // Nothing was written in these yet: the warm-up was in the first.
    const first = (index + 1) * IN_FLIGHT.stored;
    const pairs = load.pairs.slice(first, first + IN_FLIGHT.stored);
    progress(`Writing ${size} messages …`);
    for (const pair of pairs) await fill(cloud.siteUrl, pair, Math.ceil(size / pairs.length));
    await settledUsage(cloud.siteUrl);
    progress(`Delivering beside ${size} messages …`);
    const measured = await load.measure(() => deliver(pairs, BOUNDS));
    stages.push({ of: size.toLocaleString('en-US'), measured, memory: (await cloud.resources())?.memory });
  }
  await load.end();
  return stages;
}

async function fill(siteUrl: string, pair: Pair, count: number): Promise<void> {
  const [sender, recipient] = [pair.sender.username, pair.recipient.username];
  await writeConversation(siteUrl, { sender, recipient, count, textOf: () => TEXT });
  pair.through = count;
}

/** Opens sockets of people who do nothing. */
async function openSockets(siteUrl: string, name: string, count: number): Promise<WebSocket[]> {
  progress(`Opening ${count} sockets …`);
  const names = Array.from({ length: Math.ceil(count / SOCKETS_OF_A_PERSON) }, (_, index) => `${name}-${index}`);
  const { webSocketUrl } = await call<{ webSocketUrl: string }>('GET', `${siteUrl}/config.json`);
  const people = await createPeople(siteUrl, names);
  for (const person of people) person.close();
  const tokens = people.flatMap(({ token }) => Array.from({ length: SOCKETS_OF_A_PERSON }, () => token));
  const open = (token: string): Promise<WebSocket> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(webSocketUrl, [SUBPROTOCOL, BEARER_PREFIX + token]);
      socket.on('error', reject).on('open', () => resolve(socket));
    });
  const sockets: WebSocket[] = [];
  for (let first = 0; first < count; first += AT_ONCE)
    sockets.push(...(await Promise.all(tokens.slice(first, Math.min(first + AT_ONCE, count)).map(open))));
  return sockets;
}

export function printGrowth({ sockets, stored, inboxes, userList }: Growth): void {
  printStages(`sockets, ${IN_FLIGHT.sockets} in flight`, sockets);
  printStages(`stored, ${IN_FLIGHT.stored} in flight`, stored);
  printInbox(inboxes);
  console.log();
  printUserList(userList);
}

function printStages(head: string, stages: readonly Stage[]): void {
  const table = createTable(24);
  console.log(table(head, ['per second', 'p50 ms', 'CPU ms/msg', 'memory MB', 'AWS calls', 'read units']));
  for (const { of, measured, memory } of stages) {
    const { perSecond, p50Ms, cpuMsPerMessage, cost } = measured;
    const figures = [perSecond, p50Ms, cpuMsPerMessage, memory === undefined ? undefined : memory / 2 ** 20];
    console.log(table(of, [...figures.map(digits), cost.awsCalls.toFixed(2), cost.readUnits.toFixed(2)]));
  }
  console.log();
}
