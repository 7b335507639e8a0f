/** One history of the whole message center, from one seed. */
import * as schemas from '../../functions/aws/tables.ts';
import * as names from '../../functions/aws/environment.ts';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../functions/support/environment.ts';
import { createAws, functionsClock } from './aws.ts';
import { Device, uuid } from './device.ts';
import { createHttpApi } from './http-api.ts';
import { judge } from './judge.ts';
import type { Mutant } from './mutants.ts';
import { devicesOf, everybody, setOut } from './people.ts';
import { surround } from './product.ts';
import type { Profile } from './profiles.ts';
import { randomOf } from './random.ts';
import { createStream } from './stream.ts';
import { Tables, type Change } from './tables.ts';
import { createUserPool, refreshTokenOf } from './user-pool.ts';
import { VirtualTime } from './virtual-time.ts';
import { weakenOnly } from './weak-rules.ts';
import { createWebSocketApi } from './web-socket-api.ts';
import type { Invocation, World } from './world.ts';

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
/** A history ends early when a promise was broken; it looks so often, in milliseconds. */
const GLANCE = 10_000;
/** Broken promises that are told; the first ones say the most. */
const TOLD = 10;

export interface History {
  readonly seed: number;
  readonly profile: Profile;
  readonly mutant: Mutant;
  /** Messages that people write. */
  readonly sends: number;
  /** Told of everything that happens. */
  readonly tell?: (line: string) => void;
}

const tableSchemas = {
  [environment[names.USERS_TABLE]]: schemas.usersTable,
  [environment[names.CONNECTIONS_TABLE]]: schemas.connectionsTable,
  [environment[names.MESSAGES_TABLE]]: schemas.messagesTable,
  [environment[names.CONVERSATIONS_TABLE]]: schemas.conversationsTable,
};

/** @returns how the promise was broken */
export async function simulate({ seed, profile, mutant, sends, tell }: History): Promise<readonly string[]> {
  const time = new VirtualTime<Invocation>(START);
  const random = randomOf(seed);
  const brokenPromises = new Set<string>();
  const storedAt = new Map<string, number>();
  const changed = ({ table, item, before }: Change) => {
    if (table !== environment[names.MESSAGES_TABLE] || before || item['seq'] === 0) return;
    storedAt.set(`${String(item['conversation'])}.${String(item['seq'])}`, time.now);
    stream.write(item);
  };
  const world: World = {
    time,
    random,
    profile,
    mutant,
    tables: new Tables(tableSchemas, () => time.now, changed),
    faults: () => (profile.storms.some(([from, to]) => time.now >= START + from && time.now < START + to) ? profile.storm : profile.calm),
    broken: (promise) => brokenPromises.add(`${((time.now - START) / 1000).toFixed(1)} s: ${promise}`),
    tell: (what) => tell?.(`${((time.now - START) / 1000).toFixed(3)} ${what()}`),
  };
  const stream = createStream(world);
  const sockets = createWebSocketApi(world);
  const userPool = createUserPool(world);
  const fetchFrom = createHttpApi(world, userPool);
  surround({ clock: functionsClock(world), send: createAws(world, sockets), ...userPool, newId: () => uuid(random), log: (problem) => logged(world, problem) });
  weakenOnly(mutant.weakRules ?? []);

  const network = {
    fetch: (device: Device) => fetchFrom(device, `refresh=${refreshTokenOf(device.person, device.name)}`),
    webSocket: sockets.webSocketFor,
  };
  const devices = everybody.flatMap((person) => devicesOf(person).map((kind) => new Device(world, network, person, `${person}-${kind}`)));
  // Everybody has been there for a while: even a read that is behind sees them.
  time.now = START - MINUTE;
  for (const username of everybody) world.tables.run(profileOf(username), 0);
  time.now = START;
  const doings = setOut(world, devices, sends, sockets.cutOff);

  const end = START + profile.length + profile.rest;
  while (time.now < end && brokenPromises.size === 0) await time.runUntil(Math.min(end, time.now + GLANCE));
  if (brokenPromises.size === 0) judge(world, { devices, doings, storedAt, start: START });
  for (const device of devices) device.end();
  return [...brokenPromises].slice(0, TOLD);
}

const profileOf = (username: string): PutCommand =>
  new PutCommand({
    TableName: environment[names.USERS_TABLE],
    Item: { initial: username.slice(0, 1), username, displayName: username, createdAt: START },
  });

/** Functions log what they did not expect; what no fault explains is a defect. */
function logged(world: World, problem: unknown): void {
  const { error = problem } = problem as { readonly error?: unknown };
  const { name, message } = error as { readonly name?: string; readonly message?: string };
  world.tell(() => `a function logs ${name}: ${message}`);
  // A record that holds no entry has no key.
  if (name !== 'Injected' && name !== 'ValidationException') world.broken(`a function failed: ${name}: ${message}`);
}
