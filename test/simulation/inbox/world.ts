/**
 * A world of one inbox: the product's rules and adapters on tables in memory. Commands are interleaved by chance,
 * functions die between two of them, the consumer is late, and clocks differ. Days pass.
 */

import { vi } from 'vitest';
import { connectionsTable } from '#functions/aws/connections-table.ts';
import { conversationsTable } from '#functions/aws/conversations-table.ts';
import { inboxIndex } from '#functions/aws/inbox-index.ts';
import { messagesTable } from '#functions/aws/messages-table.ts';
import { usersTable } from '#functions/aws/users-table.ts';
import type { InboxServices } from '#functions/core/inbox/list-conversations.ts';
import type { Clock, Conversations, Log } from '#functions/core/ports.ts';
import { NOW } from '../../functions/support/clock.ts';
import { environment } from '../../functions/support/environment.ts';
import { answerFromMemory } from '../../functions/support/memory-tables.ts';
import { randomOf, uuid, type Random } from '../random.ts';

/** What the acts of a history need. */
export interface Services extends Omit<InboxServices, 'conversations' | 'log' | 'users' | 'clock'> {
  readonly conversations: Omit<Conversations, 'removeAll'>;
  readonly log: Omit<Log, 'removeAll'>;
  readonly users: ReturnType<typeof usersTable>;
  readonly clock: Clock;
}

/** The product without one of its defences. */
export type Mutant = (services: Services) => Services;

export class Killed extends Error {}

export interface World {
  readonly random: Random;
  now(): number;
  pass(milliseconds: number): void;
  /** Called before each command takes effect. */
  watch: () => void;
  all(table: 'messages' | 'conversations'): readonly Readonly<Record<string, unknown>>[];
  /** Returns the services of a function that may die. */
  mortal(): Services;
  /** Returns the services of one that does not. */
  immortal(): Services;
}

const { CONNECTIONS_TABLE, CONVERSATIONS_TABLE, MESSAGES_TABLE, USERS_TABLE } = environment;
const KILLED = 0.15;
/** Commands within which a function that dies does so. */
const LONGEST_LIFE = 10;

export function createWorld(seed: number, mutant: Mutant): World {
  const random = randomOf(seed);
  const tables = answerFromMemory();
  let time = NOW;
  const now = (): number => time;
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  // Others act between any two commands.
  tables.before = async () => {
    for (let turns = random.whole(4); turns > 0; turns--) await new Promise<void>((resolve) => setImmediate(resolve));
    time += 1;
    world.watch();
  };
  const services: Services = {
    conversations: conversationsTable(CONVERSATIONS_TABLE),
    inboxIndex: inboxIndex(CONVERSATIONS_TABLE),
    log: messagesTable(MESSAGES_TABLE, 1),
    users: usersTable(USERS_TABLE),
    connections: connectionsTable(CONNECTIONS_TABLE, now),
    clock: { now, sleep: async () => undefined, random: () => 0 },
    newId: () => uuid(random),
  };
  const dying = (life: { left: number }) => {
    const mortal = <T extends object>(service: T): T =>
      new Proxy(service, {
        get: (target, name) => {
          const method = Reflect.get(target, name) as unknown;
          if (typeof method !== 'function') return method;
          return async (...given: unknown[]): Promise<unknown> => {
            if (life.left-- <= 0) throw new Killed();
            const answer = (await Reflect.apply(method, target, given)) as unknown;
            if (life.left-- <= 0) throw new Killed();
            return answer;
          };
        },
      });
    const { conversations, inboxIndex: index, log } = services;
    return { ...services, conversations: mortal(conversations), inboxIndex: mortal(index), log: mortal(log) };
  };
  const world: World = {
    random,
    now,
    pass: (milliseconds) => void (time += milliseconds),
    watch: () => undefined,
    all: (name) => tables.all(name === 'messages' ? MESSAGES_TABLE : CONVERSATIONS_TABLE),
    mortal: () => mutant(random.chance(KILLED) ? dying({ left: random.whole(2 * LONGEST_LIFE) }) : services),
    immortal: () => mutant(services),
  };
  return world;
}
