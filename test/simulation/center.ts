/** One simulated message center: tables, stream, gateways, user pool, functions and devices, in their own time. */

import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { messageId } from '#contract/message-id.ts';
import * as names from '#functions/aws/environment.ts';
import * as schemas from '#functions/aws/tables.ts';
import type { Entry } from '#functions/core/entry.ts';
import { environment } from '../functions/support/environment.ts';
import { createAws, functionsClock } from './aws.ts';
import { createBucket } from './bucket.ts';
import { Device } from './device.ts';
import { createHttpApi } from './http-api.ts';
import { setContext } from './product.ts';
import type { Faults, Profile } from './profiles.ts';
import { bytesOf, randomOf, uuid } from './random.ts';
import { createStream } from './stream.ts';
import { Tables, type Change } from './tables.ts';
import { createUploads } from './uploads.ts';
import { createUserPool } from './user-pool.ts';
import { VirtualTime } from './virtual-time.ts';
import { weakenOnly } from './weak-rules.ts';
import { createWebSocketApi } from './web-socket-api.ts';
import { InjectedFault, type Invocation, type Mutant, type Violation, VIOLATIONS, type World } from './world.ts';

const START = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;
/** Steps within which an invocation chosen to die does. */
const LONGEST_LIFE = 12;

export interface CenterOptions {
  readonly seed: number;
  readonly profile: Profile;
  readonly mutant: Mutant;
  readonly people: readonly string[];
  readonly devicesOf: (person: string) => readonly string[];
  /** Gets a line for everything that happens. */
  readonly trace?: ((line: string) => void) | undefined;
  /** Decides which invocations are killed; by default, chance does. See `World`. */
  readonly lifeOf?: (name: string) => number;
}

export function createCenter({ seed, profile, mutant, people, devicesOf, trace, lifeOf }: CenterOptions) {
  const time = new VirtualTime<Invocation>(START);
  const random = randomOf(seed);
  const broken = new Map<Violation, Set<string>>(VIOLATIONS.map((violation) => [violation, new Set()]));
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
    broken: (violation, how) => broken.get(violation)?.add(`${seconds(1)} s: ${violation}: ${how}`),
    trace: (what) => trace?.(`${seconds(3)} ${what()}`),
  };
  const stream = createStream(world);
  const userPool = createUserPool(world);
  const bucket = createBucket(world, START);
  const uploads = createUploads(world, bucket);
  const sockets = createWebSocketApi(world, userPool);
  const { accounts, verify } = userPool;
  setContext({
    clock: functionsClock(world),
    send: createAws(world, sockets),
    handle: bucket.handle,
    accounts,
    inline: profile.inline ?? false,
    verify,
    newId: () => uuid(random),
    newBytes: (count) => bytesOf(random, count),
    log: (problem) => logged(world, problem),
  });
  weakenOnly(mutant.weakRules ?? []);

  const network = {
    userPool,
    fetch: createHttpApi(world, userPool),
    postForm: uploads.postForm,
    webSocket: sockets.webSocketFor,
  };
  const devices = people.flatMap((person) =>
    devicesOf(person).map((kind) => new Device(world, network, person, `${person}-${kind}`)),
  );
  // Everybody has been there for a while, so even a stale read sees them.
  time.now = START - MINUTE_MS;
  for (const username of people) world.tables.run(profileOf(username), 0);
  time.now = START;

  function changed({ table, item, before }: Change): void {
    if (table !== environment[names.MESSAGES_TABLE] || before || item['seq'] === 0) return;
    const entry = item as unknown as Entry;
    storedAt.set(messageId(entry), time.now);
    stream.write(item);
    for (const listener of onStored) listener(entry, time.context);
  }

  return {
    world,
    devices,
    userPool,
    bucket,
    postedAgain: uploads.postedAgain,
    cutOff: sockets.cutOff,
    start: START,
    /** When each entry was stored, by id; epoch milliseconds. */
    storedAt,
    /** Calls `listener` with each entry that is stored, and with the invocation that stores it. */
    onStored: (listener: (entry: Entry, by: Invocation | undefined) => void) => onStored.add(listener),
    /** How often each fault struck. */
    struck,
    /** Descriptions of the violations, by kind. */
    broken,
    violations: (): readonly string[] => [...broken.values()].flatMap((how) => [...how]),
  };
}

const tableSchemas = {
  [environment[names.USERS_TABLE]]: schemas.usersTable,
  [environment[names.CONNECTIONS_TABLE]]: schemas.connectionsTable,
  [environment[names.MESSAGES_TABLE]]: schemas.messagesTable,
  [environment[names.CONVERSATIONS_TABLE]]: schemas.conversationsTable,
  [environment[names.LEDGER_TABLE]]: schemas.ledgerTable,
  [environment[names.POSTS_TABLE]]: schemas.postsTable,
  [environment[names.POST_INDEX_TABLE]]: schemas.postIndexTable,
  [environment[names.ATTACHMENTS_TABLE]]: schemas.attachmentsTable,
};

const profileOf = (username: string): PutCommand =>
  new PutCommand({
    TableName: environment[names.USERS_TABLE],
    Item: { initial: username.slice(0, 1), username, displayName: username, createdAt: START },
  });

/** Frames that the injected faults kept from being posted. */
const FAULT_OF_POSTS = / frames were not posted\. .* by (?:InjectedFault|LimitExceededException|a lack of time)\.$/;

/** Functions log what they did not expect. What no fault explains is a defect. */
function logged(world: World, problem: unknown): void {
  if (typeof problem === 'string' && FAULT_OF_POSTS.test(problem))
    return world.trace(() => `a function logs ${problem}`);
  const { error = problem } = problem as { readonly error?: unknown };
  const { name, message } = causeOf(error) as { readonly name?: string; readonly message?: string };
  world.trace(() => `a function logs ${name}: ${message}`);
  if (name !== 'InjectedFault' && message !== 'The record holds no entry.')
    world.broken('wrong', `a function failed: ${name}: ${message}`);
}

/** Returns why S3 did not answer, where that is the error. A status is an answer that was injected. */
function causeOf(error: unknown): unknown {
  const { cause } = error as { readonly cause?: object | string | number };
  if (cause === undefined) return error;
  return typeof cause === 'object' ? causeOf(cause) : new InjectedFault(`S3 answers ${cause}`);
}
