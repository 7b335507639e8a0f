/**
 * A world in which people are told by push: the product's rules and adapters on tables in memory, a queue and push
 * services that fail, browsers that people share, and a time of its own. Commands are interleaved by chance, and
 * functions die between two of them.
 */

import { vi } from 'vitest';
import type { seenUntil } from '#client/seen-until.ts';
import { conversationOf } from '#contract/message-id.ts';
import type { PushPayload } from '#contract/push.ts';
import { connectionsTable } from '#functions/aws/connections-table.ts';
import { conversationsTable } from '#functions/aws/conversations-table.ts';
import { messagesTable } from '#functions/aws/messages-table.ts';
import { postReader } from '#functions/aws/post-reader.ts';
import { pushDevices } from '#functions/aws/push-devices.ts';
import { searchesTable } from '#functions/aws/searches-table.ts';
import { seekersTable } from '#functions/aws/seekers.ts';
import { sights } from '#functions/aws/sights.ts';
import { toldSearches } from '#functions/aws/told-searches.ts';
import { rowReader, toldNotes } from '#functions/aws/told.ts';
import { usersTable } from '#functions/aws/users-table.ts';
import { deriveKey } from '#functions/core/keys.ts';
import type { QueuedJob } from '#functions/core/push/job.ts';
import type { QueueFoundServices } from '#functions/core/push/queue-found.ts';
import type { QueueMessagesServices } from '#functions/core/push/queue-messages.ts';
import type { PushOutcome } from '#functions/core/push/service.ts';
import type { TellServices } from '#functions/core/push/tell.ts';
import type { onTap } from '#web/worker/telling.ts';
import { NOW } from '../../functions/support/clock.ts';
import { environment } from '../../functions/support/environment.ts';
import { answerFromMemory } from '../../functions/support/memory-tables.ts';
import { randomOf, type Random } from '../random.ts';

export const PEOPLE = ['ann', 'ben', 'cat'] as const;
export type Person = (typeof PEOPLE)[number];

/** What is done without one of its defences. */
export interface Mutant {
  readonly seenUntil?: typeof seenUntil;
  readonly onTap?: typeof onTap;
  readonly tell?: (services: TellServices) => TellServices;
  readonly queue?: (services: QueueMessagesServices) => QueueMessagesServices;
}

/** How often what goes wrong, from 0 to 1. */
export interface Faults {
  killed: number;
  duplicated: number;
  /** The push service fails, and half of the time it has taken the push nevertheless. */
  putOff: number;
}

export interface Waiting extends QueuedJob {
  visibleAt: number;
  receives: number;
}

/** A push that a push service has taken. */
export interface Delivered {
  readonly endpoint: string;
  readonly payload: PushPayload;
  /** The moment at which the function that sent it began. */
  readonly begunAt: number;
}

export class Killed extends Error {}

export interface World {
  readonly random: Random;
  readonly faults: Faults;
  readonly queue: Waiting[];
  readonly delivered: Delivered[];
  /** Counts the moments: each command takes one. */
  readonly moment: () => number;
  readonly now: () => number;
  pass(milliseconds: number): void;
  /** Does something as one function that may die, and knows when it began. */
  invocation<T>(
    run: (begun: {
      readonly tell: TellServices;
      readonly queue: QueueMessagesServices;
      readonly found: QueueFoundServices;
    }) => Promise<T>,
  ): Promise<T>;
  readonly tables: ReturnType<typeof answerFromMemory>;
  readonly devices: ReturnType<typeof pushDevices>;
  readonly connections: ReturnType<typeof connectionsTable>;
  readonly conversations: ReturnType<typeof conversationsTable>;
  readonly sights: ReturnType<typeof sights>;
  readonly searches: ReturnType<typeof searchesTable>;
  readonly seekers: ReturnType<typeof seekersTable>;
}

const { CONNECTIONS_TABLE, CONVERSATIONS_TABLE, MESSAGES_TABLE, POSTS_TABLE, USERS_TABLE, WATCHERS_TABLE } =
  environment;

export function createWorld(seed: number, mutant: Mutant): World {
  const random = randomOf(seed);
  const faults: Faults = { killed: 0.02, duplicated: 0.2, putOff: 0.15 };
  let time = NOW;
  let moment = 0;
  const now = (): number => time;
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  const tables = answerFromMemory();
  for (const username of PEOPLE)
    tables.put(USERS_TABLE, { initial: username.slice(0, 1), username, displayName: username, createdAt: 0 });
  // Others act between any two commands.
  tables.before = async () => {
    for (let turns = random.whole(4); turns > 0; turns--) await new Promise<void>((resolve) => setImmediate(resolve));
    moment += 1;
  };
  const devices = pushDevices(CONNECTIONS_TABLE, now);
  const conversations = conversationsTable(CONVERSATIONS_TABLE);
  const searches = searchesTable(POSTS_TABLE);
  const seekers = seekersTable(WATCHERS_TABLE, now);
  const queue: Waiting[] = [];
  const delivered: Delivered[] = [];
  const send = async (jobs: readonly QueuedJob[]) => {
    for (const job of jobs) queue.push({ ...job, visibleAt: time + job.delaySeconds * 1000, receives: 0 });
    return [];
  };

  function post(endpoint: string, text: string, begunAt: number): PushOutcome {
    const isPutOff = random.chance(faults.putOff);
    if (!isPutOff || random.chance(0.5))
      delivered.push({ endpoint, payload: JSON.parse(text) as PushPayload, begunAt });
    return isPutOff ? { result: 'later', retryAfterSeconds: random.whole(60) } : { result: 'sent' };
  }

  return {
    ...{
      random,
      faults,
      queue,
      delivered,
      moment: () => moment,
      now,
      tables,
      devices,
      conversations,
      searches,
      seekers,
    },
    connections: connectionsTable(CONNECTIONS_TABLE, now),
    sights: sights(CONNECTIONS_TABLE),
    pass: (milliseconds) => void (time += milliseconds),
    async invocation(run) {
      const begunAt = moment;
      let life = random.chance(faults.killed) ? random.whole(24) : Infinity;
      const mortal = <T extends object>(service: T): T =>
        new Proxy(service, {
          get: (target, name) => {
            const method = Reflect.get(target, name) as (...given: unknown[]) => unknown;
            return async (...given: unknown[]) => {
              if (life-- <= 0) throw new Killed();
              const answer = await method.apply(target, given);
              if (life-- <= 0) throw new Killed();
              return answer;
            };
          },
        });
      const queueServices = {
        devices: mortal(devices),
        rows: mortal(rowReader(CONVERSATIONS_TABLE)),
        queue: mortal({ send }),
        clock: { now },
      };
      const tellServices: TellServices = {
        devices: mortal(devices),
        users: mortal(usersTable(USERS_TABLE)),
        log: mortal(messagesTable(MESSAGES_TABLE, 1)),
        conversations: mortal(conversations),
        posts: mortal(postReader(POSTS_TABLE)),
        searches: mortal(searches),
        toldSearches: mortal(toldSearches(CONNECTIONS_TABLE)),
        told: mortal(toldNotes(CONVERSATIONS_TABLE, CONNECTIONS_TABLE)),
        queue: mortal({ send }),
        push: mortal({
          post: async ({ endpoint }: { endpoint: string }, text: string) => post(endpoint, text, begunAt),
        }),
        isPushAddress: () => true,
        keys: async (purpose) => deriveKey('a root', purpose),
        clock: { now, sleep: async () => undefined, random: () => 0 },
        metrics: { count: () => undefined },
      };
      return run({
        tell: mutant.tell?.(tellServices) ?? tellServices,
        queue: mutant.queue?.(queueServices) ?? queueServices,
        found: {
          seekers: mortal(seekers),
          searches: mortal(searches),
          told: mortal(toldSearches(CONNECTIONS_TABLE)),
          devices: mortal(devices),
          queue: mortal({ send }),
        },
      });
    },
  };
}

export const threadOf = (one: Person, other: Person): string => conversationOf(one, other);
