/** A message center of its own: tables, stream, gateways, user pool and functions, in a time and a world of their own. */

import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { messageId } from '#contract/message-id.ts';
import * as names from '#functions/aws/environment.ts';
import * as schemas from '#functions/aws/tables.ts';
import type { Entry } from '#functions/core/entry.ts';
import { environment } from '../functions/support/environment.ts';
import { createAws, functionsClock } from './aws.ts';
import { Device, uuid } from './device.ts';
import { createHttpApi } from './http-api.ts';
import type { Mutant } from './mutants.ts';
import { surround } from './product.ts';
import type { Faults, Profile } from './profiles.ts';
import { randomOf } from './random.ts';
import { createStream } from './stream.ts';
import { Tables, type Change } from './tables.ts';
import { createUserPool } from './user-pool.ts';
import { VirtualTime } from './virtual-time.ts';
import { weakenOnly } from './weak-rules.ts';
import { createWebSocketApi } from './web-socket-api.ts';
import { PROMISED, type Invocation, type Promised, type World } from './world.ts';

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
/** Steps after which a function that is to be killed has been killed. */
const LONGEST_LIFE = 12;

export interface CenterOptions {
  readonly seed: number;
  readonly profile: Profile;
  readonly mutant: Mutant;
  readonly people: readonly string[];
  readonly devicesOf: (person: string) => readonly string[];
  /** Told of everything that happens. */
  readonly tell?: ((line: string) => void) | undefined;
  /** Decides which runs of functions are killed, in place of chance; see `World`. */
  readonly lifeOf?: (name: string) => number;
}

export function createCenter({ seed, profile, mutant, people, devicesOf, tell, lifeOf }: CenterOptions) {
  const time = new VirtualTime<Invocation>(START);
  const random = randomOf(seed);
  const broken = new Map<Promised, Set<string>>(PROMISED.map((promise) => [promise, new Set()]));
  const struck = new Map<keyof Faults, number>();
  const storedAt = new Map<string, number>();
  const onStored = new Set<(entry: Entry, by: Invocation | undefined) => void>();
  const seconds = (digits: number): string => ((time.now - START) / 1000).toFixed(digits);

  const world: World = {
    time,
    random,
    profile,
    mutant,
    tables: new Tables(tableSchemas, () => time.now, changed),
    strikes(fault) {
      const storms = profile.storms.some(([from, to]) => time.now >= START + from && time.now < START + to);
      const strikes = random.chance((storms ? profile.storm : profile.calm)[fault]);
      if (strikes) struck.set(fault, (struck.get(fault) ?? 0) + 1);
      return strikes;
    },
    lifeOf: lifeOf ?? (() => (world.strikes('killed') ? random.whole(LONGEST_LIFE) : Infinity)),
    broken: (promise, how) => broken.get(promise)?.add(`${seconds(1)} s: ${promise}: ${how}`),
    tell: (what) => tell?.(`${seconds(3)} ${what()}`),
  };
  const stream = createStream(world);
  const userPool = createUserPool(world);
  const sockets = createWebSocketApi(world, userPool);
  const { accounts, verify } = userPool;
  surround({
    clock: functionsClock(world),
    send: createAws(world, sockets),
    accounts,
    verify,
    newId: () => uuid(random),
    log: (problem) => logged(world, problem),
  });
  weakenOnly(mutant.weakRules ?? []);

  const network = { userPool, fetch: createHttpApi(world, userPool), webSocket: sockets.webSocketFor };
  const devices = people.flatMap((person) =>
    devicesOf(person).map((kind) => new Device(world, network, person, `${person}-${kind}`)),
  );
  // Everybody has been there for a while: even a read that is behind sees them.
  time.now = START - MINUTE;
  for (const username of people) world.tables.run(profileOf(username), 0);
  time.now = START;

  function changed({ table, item, before }: Change): void {
    if (table !== environment[names.MESSAGES_TABLE] || before || item['seq'] === 0) return;
    const entry = item as unknown as Entry;
    storedAt.set(messageId(entry), time.now);
    stream.write(item);
    for (const told of onStored) told(entry, time.context);
  }

  return {
    world,
    devices,
    userPool,
    cutOff: sockets.cutOff,
    start: START,
    /** When each entry was stored, by id. */
    storedAt,
    /** Tells of each entry that is stored, and of the function that stores it. */
    onStored: (listener: (entry: Entry, by: Invocation | undefined) => void) => onStored.add(listener),
    /** How often what went wrong. */
    struck,
    /** How promises were broken, each by itself. */
    broken,
    brokenPromises: (): readonly string[] => [...broken.values()].flatMap((how) => [...how]),
  };
}

const tableSchemas = {
  [environment[names.USERS_TABLE]]: schemas.usersTable,
  [environment[names.CONNECTIONS_TABLE]]: schemas.connectionsTable,
  [environment[names.MESSAGES_TABLE]]: schemas.messagesTable,
  [environment[names.CONVERSATIONS_TABLE]]: schemas.conversationsTable,
};

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
  if (name !== 'Injected' && message !== 'The record holds no entry.')
    world.broken('wrong', `a function failed: ${name}: ${message}`);
}
