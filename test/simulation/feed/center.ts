/** One simulated feed: tables, a stream, instances of the functions, and the way to them, in their own time. */

import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Route } from '#contract/route.ts';
import { initialOf } from '#contract/user-name.ts';
import * as schemas from '#functions/aws/tables.ts';
import type { ConversationRow } from '#functions/core/conversation-row.ts';
import type { Post } from '#functions/core/feed/post.ts';
import type { User } from '#functions/core/user.ts';
import { environment } from '../../functions/support/environment.ts';
import { eventOf, type Given } from '../../functions/support/http.ts';
import { createAws, functionsClock, type Sockets } from '../aws.ts';
import { calm, storm, type Faults, type Profile } from '../profiles.ts';
import { randomOf, uuid } from '../random.ts';
import { Tables, type Change } from '../tables.ts';
import { VirtualTime } from '../virtual-time.ts';
import { weakenOnly } from '../weak-rules.ts';
import { delay, InjectedFault, type Invocation, invoke, type Mutant, type Violation, type World } from '../world.ts';
import { Ledger, SKEW_MS } from './ledger.ts';
import { type Instance, product, setContext } from './product.ts';

const MINUTE_MS = 60_000;
/** Soon the day and the year end, and with them the lists that new posts go into. */
const START = Date.UTC(2026, 11, 31, 23, 57);
/** How long a request usually takes each way. */
const NETWORK_MS = 60;
/** Steps within which an invocation chosen to die does. */
const LONGEST_LIFE = 14;
/** How long a record takes to its consumer: usually, and at most where its lane is late. */
const RECORD_MS = 200;
const LATE_MS = 50_000;
/** A record is delivered once more at most so long after its first delivery. */
const REPLAY_MS = 90_000;
/** Share of the records whose lane is late. */
const LATE = 0.2;
/** An outage of the consumer that lasts longer than the stream keeps trying: the records of this time are given up. */
const OUTAGE_MS = [5.5 * MINUTE_MS, 7 * MINUTE_MS] as const;
/** Longest wait before a failed record is delivered again. */
const PAUSE_MS = 1_000;

/** Storms and calm times take turns. */
const feedProfile: Profile = {
  name: 'feed',
  calm: { ...calm, writeFails: 0 },
  storm: { ...storm, killed: 0.3 },
  storms: [
    [MINUTE_MS, 3 * MINUTE_MS],
    [5 * MINUTE_MS, 7 * MINUTE_MS],
  ],
  skewMs: SKEW_MS,
  openingMs: 0,
  durationMs: 8 * MINUTE_MS,
  deadlineMs: 0,
  restMs: LATE_MS + REPLAY_MS + MINUTE_MS,
};

export interface Received {
  readonly status: number;
  /** The JSON of the body. */
  readonly body: unknown;
}

export type FeedCenter = ReturnType<typeof createFeedCenter>;

export function createFeedCenter(
  seed: number,
  mutant: Mutant,
  people: readonly string[],
  trace?: (line: string) => void,
) {
  const profile = feedProfile;
  const time = new VirtualTime<Invocation>(START);
  const random = randomOf(seed);
  const ledger = new Ledger();
  const broken: string[] = [];
  const struck = new Map<string, number>();
  /** The version that each title's change names, by title. */
  const madeFrom = new Map<string, { readonly id: string; readonly version: number }>();
  /** Invocations that could not project a post at once, and said so. */
  const unprojected = new WeakSet<Invocation>();
  const listeners = new Set<(change: Change) => void>();
  let sockets: Sockets = noSockets;
  let isAtRest = false;
  const noted = (fault: string): void => void struck.set(fault, (struck.get(fault) ?? 0) + 1);

  const world: World = {
    time,
    random,
    profile,
    mutant,
    tables: new Tables(tableSchemas, () => time.now, changed),
    strikes(fault: keyof Faults) {
      const isStorm = profile.storms.some(([from, to]) => time.now >= START + from && time.now < START + to);
      const strikes = !isAtRest && random.chance((isStorm ? profile.storm : profile.calm)[fault]);
      if (strikes) noted(fault);
      return strikes;
    },
    lifeOf: () => (world.strikes('killed') ? random.whole(LONGEST_LIFE) : Infinity),
    broken: (violation: Violation, how) =>
      broken.push(`${((time.now - START) / 1000).toFixed(1)} s: ${violation}: ${how}`),
    trace: (what) => trace?.(`${((time.now - START) / 1000).toFixed(3)} ${what()}`),
  };

  setContext({
    clock: functionsClock(world),
    send: createAws(world, {
      post: (connectionId, frame) => sockets.post(connectionId, frame),
      close: (connectionId) => sockets.close(connectionId),
      isOpen: (connectionId) => sockets.isOpen(connectionId),
    }),
    log: logged,
    newId: () => uuid(random),
  });
  weakenOnly(mutant.weakRules ?? []);
  const instances: readonly Instance[] = [1, 3, 2].map((shards) => product.instance(shards));
  const consumers: readonly Instance[] = [2, 3].map((shards) => product.instance(shards));
  time.now = START - MINUTE_MS;
  for (const username of people) world.tables.run(profileOf(username), 0);
  time.now = START;

  function changed(change: Change): void {
    for (const listener of listeners) listener(change);
    const { table, item, before } = change;
    if (table === environment.USERS_TABLE) {
      const { username, deletedAt, disabledAt } = item as unknown as User;
      ledger.setGone(username, time.now, deletedAt !== undefined || disabledAt !== undefined);
    } else if (table === environment.CONVERSATIONS_TABLE) {
      const { username, peer, blocked = false } = item as unknown as ConversationRow;
      ledger.setBlocked(username, peer, time.now, blocked);
    } else if (table === environment.POSTS_TABLE && item['id'] !== schemas.postsTable.self) {
      const post = item as unknown as Post;
      judgeChange(before as Post | undefined, post);
      ledger.stored(post, time.now);
      intoStream(post);
    }
  }

  /** A post is stored once, and each of its versions is made from the one before. */
  function judgeChange(before: Post | undefined, post: Post): void {
    world.trace(() => `stored: ${post.id} ${post.version} ${post.status} ${post.title}`);
    if (post.version !== (before?.version ?? 0) + 1)
      world.broken('wrong', `version ${post.version} of ${post.title} replaces version ${before?.version}`);
    if (!before) return;
    if (before.closedAt !== undefined && post.closedAt === undefined)
      world.broken('wrong', `${before.title} is over, and then ${post.status}`);
    if (post.createdAt !== before.createdAt || post.kind !== before.kind)
      world.broken('wrong', `${before.title} has moved, or has another kind`);
    const origin = madeFrom.get(post.title);
    if (post.title !== before.title && origin && (origin.id !== post.id || origin.version !== before.version))
      world.broken('wrong', `${post.title} was made from version ${origin.version} and replaces ${before.version}`);
  }

  function intoStream(post: Post): void {
    if (time.now >= START + OUTAGE_MS[0] && time.now < START + OUTAGE_MS[1]) return noted('given up');
    const record = { eventName: 'MODIFY', dynamodb: { Keys: marshall({ id: post.id }), NewImage: marshall(post) } };
    consume(
      async ({ services }) => {
        const found = product.postOf(record as never);
        if (found) await product.projectPost(services, found);
      },
      () => {
        world.trace(() => `consumed: ${post.id} ${post.version}`);
        ledger.settle(post.id, post.version, time.now);
      },
    );
  }

  /** Delivers a record to its consumer: late, again after a failure, and sometimes once more. */
  function consume(act: (instance: Instance) => Promise<unknown>, done: () => void): void {
    const deliver = async (): Promise<void> => {
      for (;;) {
        const consumer = random.pick(consumers);
        const isDone = await invoke(world, 'stream', () => act(consumer))
          .then(() => true)
          .catch(unlessInjected);
        if (isDone) break;
        await time.sleep(random.between(0, PAUSE_MS));
      }
      done();
    };
    time.timer(
      () => void deliver(),
      random.chance(LATE) ? random.between(0, LATE_MS) : delay(random, RECORD_MS),
      undefined,
    );
    if (world.strikes('replayed')) time.timer(() => void deliver(), random.between(0, REPLAY_MS), undefined);
  }

  function logged(problem: readonly unknown[]): void {
    world.trace(() => `a function logs ${JSON.stringify(problem)}`);
    if (String(problem[0]).includes('was not projected at once') && time.context) unprojected.add(time.context);
    if (String(problem[0]).includes('frames were not posted')) return noted('notices given up');
    const said = JSON.stringify(problem.map((each) => (each instanceof Error ? each.name : each)));
    if (!said.includes('InjectedFault')) world.broken('wrong', `a function failed: ${said}`);
  }

  /**
   * Calls a route as this person.
   * @param served called once the function has answered, and whether all that it projects is in the lists
   * @returns undefined where the request, the function or the answer was lost
   */
  async function ask(
    person: string,
    route: Route,
    given: Given,
    served?: (received: Received, isProjected: boolean) => void,
  ): Promise<Received | undefined> {
    const lost = () => world.strikes('requestLost') || world.strikes('unavailable') || world.strikes('throttled');
    await time.sleep(delay(random, NETWORK_MS));
    if (lost()) return undefined;
    const { handler } = random.pick(instances);
    world.trace(() => `${person} ${route.operation} ${JSON.stringify(given)}`);
    const handling = invoke(world, route.operation, async () => {
      const invocation = time.context;
      const { statusCode = 200, body } = await handler(eventOf(route, { ...given, as: person }));
      const received = { status: statusCode, body: body === undefined ? undefined : (JSON.parse(body) as unknown) };
      served?.(received, !(invocation && unprojected.has(invocation)));
      return received;
    });
    const received = await handling.catch(unlessInjected);
    world.trace(() => `${person} ${route.operation} is answered ${JSON.stringify(received || 'nothing')}`);
    await time.sleep(delay(random, NETWORK_MS));
    if (world.strikes('answerLost') || !received || received.status >= 500) return undefined;
    return received;
  }

  /** Does something in a function, again until it succeeds. */
  async function insist(name: string, act: (instance: Instance) => Promise<unknown>): Promise<void> {
    const once = () => invoke(world, name, () => act(random.pick(instances)));
    while (
      !(await once()
        .then(() => true)
        .catch(unlessInjected))
    )
      await time.sleep(random.between(100, PAUSE_MS));
  }

  return {
    world,
    ledger,
    madeFrom,
    start: START,
    broken: broken as readonly string[],
    struck: struck as ReadonlyMap<string, number>,
    ask,
    insist,
    consume,
    /** Calls `listener` with each item that is written. */
    onChange: (listener: (change: Change) => void) => void listeners.add(listener),
    /** Functions reach these sockets from now on. Without it there are none. */
    attachSockets: (given: Sockets) => void (sockets = given),
    /** Nothing fails from now on. */
    rest: () => void (isAtRest = true),
  };
}

const tableSchemas = {
  [environment.USERS_TABLE]: schemas.usersTable,
  [environment.CONVERSATIONS_TABLE]: schemas.conversationsTable,
  [environment.POSTS_TABLE]: schemas.postsTable,
  [environment.POST_INDEX_TABLE]: schemas.postIndexTable,
  [environment.LEDGER_TABLE]: schemas.ledgerTable,
  [environment.MESSAGES_TABLE]: schemas.messagesTable,
  [environment.CONNECTIONS_TABLE]: schemas.connectionsTable,
  [environment.WATCHERS_TABLE]: schemas.watchersTable,
};

const profileOf = (username: string): PutCommand =>
  new PutCommand({
    TableName: environment.USERS_TABLE,
    Item: {
      initial: initialOf(username),
      username,
      displayName: username,
      createdAt: START - 30 * 24 * 60 * MINUTE_MS,
    },
  });

const none = (): never => {
  throw new Error('This feed has no sockets.');
};
const noSockets: Sockets = { post: none, close: none, isOpen: none };

const unlessInjected = (error: unknown): false => {
  if (error instanceof InjectedFault) return false;
  throw error;
};
