/** The restore, step by step. Interrupted anywhere, it is finished by running it again to the same moment. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { dynamo } from '#functions/aws/dynamo.ts';
import { CONVERSATIONS_TABLE, LEDGER_TABLE, MESSAGES_TABLE, USERS_TABLE } from '#functions/aws/environment.ts';
import { type TableVariable, tablesByVariable } from '#functions/aws/tables-by-variable.ts';
import type { Entry } from '#functions/core/entry.ts';
import { reconcileAccounts, type AccountServices } from './accounts.ts';
import { pacer } from './at-once.ts';
import { nameBeside, remove, requireBeside, requireRestorable, restoreBeside, untilActive } from './beside.ts';
import { copyBack, pagesOf } from './copy.ts';
import type { Functions } from './functions.ts';
import { lastingOf, type Lasting, type NotedAct } from './lasting.ts';
import { repair, type RepairServices } from './repair.ts';
import { wantedIn, type Place } from './wanted.ts';

export interface RestoreOptions {
  /** A whole second. */
  readonly to: Date;
  /**
   * True: the tables beside were made from a copy outside of the account, and the ledger is among them. Nothing is
   * restored to a moment; `to` is a part of their names.
   */
  readonly fromCopies: boolean;
  /** Names of the tables by their variables. */
  readonly tables: Readonly<Record<TableVariable, string>>;
  readonly client: DynamoDBClient;
  readonly functions: Functions;
  /** Returns what repairs the tables, writing entries of this generation. */
  readonly services: (generation: number) => RepairServices & AccountServices;
  /** Resolves when invocations that have begun are done, which takes no longer than so many milliseconds. */
  readonly settle: (mostMs: number) => Promise<void>;
  /** Resolves when the streams' consumers have processed all that was written. */
  readonly drain: () => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  /** Items that are written a second, to each table. */
  readonly itemsPerSecond: number;
  readonly endsSessions: boolean;
  /** Whether profiles without an account count as deleted. */
  readonly deletesOrphans: boolean;
  readonly keepsTables: boolean;
  /** The generation of the stack's setting. Undefined: there is none, as in the local cloud. */
  readonly recordedGeneration?: number | undefined;
  readonly print: (line: string) => void;
}

/**
 * Takes every table that is restored back to a moment.
 * @returns the generation of logs, which the stack's setting must not be below from now on
 * @throws {Error} where a table cannot be restored to it, or a restore to another moment is under way; then nothing has
 * changed
 */
export async function restoreTo(options: RestoreOptions): Promise<number> {
  const { to, fromCopies, tables, client, functions, settle, drain, sleep, print } = options;
  const restored = (Object.keys(tablesByVariable) as TableVariable[])
    .filter((variable) => tablesByVariable[variable].restore !== 'kept')
    .map((variable) => ({ variable, name: tables[variable], schema: tablesByVariable[variable] }));

  const stored = fromCopies ? [...restored, ledgerIn(tables)] : restored;

  const before = await functions.underWay();
  if (before && before.to !== isoOf(to))
    throw new Error(`A restore to ${before.to} is under way. Finish it first: run it again to that moment.`);
  const beside = stored.map(({ name }) => nameBeside(name, to));
  if (before?.isOpening) {
    print('The tables are restored already. What people have written since stays.');
    await open(options, beside, before.generation);
    return before.generation;
  }
  const present = await functions.generation();
  if (!before && present > (options.recordedGeneration ?? Infinity)) {
    await removeAll(options, beside);
    print(`A restore has ended that the setting does not know of: it raised the generation of logs to ${present}.`);
    print('Nothing was restored now. To restore once more, run it again.');
    return present;
  }
  for (const { name } of stored) await (fromCopies ? requireBeside : requireRestorable)(client, name, to);
  const generation = before?.generation ?? present + 1;

  print('1. Nothing is written from now on: every attempt is told to wait.');
  const lastsMs = await functions.close(
    { to: isoOf(to), generation },
    restored.map(({ name }) => name),
  );
  await settle(lastsMs);
  print('2. The streams are read to their ends.');
  await drain();
  // From here on the consumers pass over what is older, so that nothing that is copied back is told as new.
  await functions.raise(generation);

  if (fromCopies) {
    print('3. The tables beside are there. What was deleted, removed and blocked comes back first.');
    await copyLedgerBack(options);
  } else {
    print('3. The tables are restored beside the present ones. This takes a while.');
    for (const { name } of restored) await restoreBeside(client, name, to, sleep);
    for (const { name } of restored) await untilActive(client, nameBeside(name, to), sleep);
  }

  print('4. They are copied back, but for what was deleted, removed or blocked since.');
  const lasting = await readLedger(tables[LEDGER_TABLE]);
  const place = placeOf(options, lasting, generation);
  for (const { variable, name, schema } of restored) {
    const want = wantedIn(variable);
    const written = await copyBack({
      ...{ table: name, schema, beside: nameBeside(name, to) },
      want: (then, live) => want(then, live, place),
      pace: pacer({ now: Date.now, sleep }, options.itemsPerSecond),
    });
    print(`   ${name}: ${written} item(s) written or removed.`);
  }

  print('5. Deletions, heads, read positions and lists are repaired.');
  const services = options.services(generation);
  const { changedPosts } = place;
  const named = { messages: tables[MESSAGES_TABLE], conversations: tables[CONVERSATIONS_TABLE] };
  await repair(services, { ...named, lasting, generation, changedPosts });
  print('6. Profiles are compared with the accounts, and sessions ended.');
  const profiles = pagesOf(tables[USERS_TABLE]);
  await reconcileAccounts(services, { ...options, profiles, lasting, createdBefore: Infinity });

  await open(options, beside, generation);
  return generation;
}

const ledgerIn = (tables: RestoreOptions['tables']) => ({
  variable: LEDGER_TABLE,
  name: tables[LEDGER_TABLE],
  schema: tablesByVariable[LEDGER_TABLE],
});

/** Adds the acts of a copy to those that are noted. In the account that is gone nothing else has them. */
async function copyLedgerBack({ to, tables, sleep, itemsPerSecond }: RestoreOptions): Promise<void> {
  const { name, schema } = ledgerIn(tables);
  await copyBack({
    ...{ table: name, schema: { ...schema, restore: 'merged' }, beside: nameBeside(name, to) },
    want: async (then) => then,
    pace: pacer({ now: Date.now, sleep }, itemsPerSecond),
  });
}

/** How long the clocks of functions and of this command may differ. */
const CLOCKS_DIFFER_MS = 15 * 60_000;

type CompareOptions = Pick<RestoreOptions, 'tables' | 'functions' | 'services' | 'deletesOrphans' | 'print'>;

/**
 * Compares profiles with accounts, as a restore does, and nothing else: once a restore has ended and the accounts of a
 * lost pool are back. People may sign up meanwhile, so the newest profiles are left out. Nobody is signed out.
 * @throws {Error} while a restore is under way
 */
export async function compareAccounts(options: CompareOptions): Promise<void> {
  const { tables, functions, print } = options;
  const restore = await functions.underWay();
  if (restore) throw new Error(`A restore to ${restore.to} is under way, and compares them itself.`);
  const createdBefore = Date.now() - CLOCKS_DIFFER_MS;
  await reconcileAccounts(options.services(await functions.generation()), {
    ...options,
    ...{ endsSessions: false, createdBefore },
    profiles: pagesOf(tables[USERS_TABLE]),
    lasting: await readLedger(tables[LEDGER_TABLE]),
  });
  print('Profiles and accounts were compared.');
}

/** Ends a restore whose tables are restored: lets everybody write, and then deletes the tables beside. */
async function open(options: RestoreOptions, beside: readonly string[], generation: number): Promise<void> {
  await options.functions.open();
  options.print(`7. Everybody can write again. The logs are of generation ${generation}.`);
  await removeAll(options, beside);
}

async function removeAll({ client, keepsTables }: RestoreOptions, beside: readonly string[]): Promise<void> {
  if (!keepsTables) for (const name of beside) await remove(client, name);
}

const isoOf = (to: Date): string => to.toISOString().replace('.000Z', 'Z');

async function readLedger(table: string): Promise<Lasting> {
  const acts: NotedAct[] = [];
  for await (const page of pagesOf(table)) acts.push(...(page as unknown as readonly NotedAct[]));
  return lastingOf(acts);
}

function placeOf({ tables, to }: RestoreOptions, lasting: Lasting, generation: number): Place {
  const then = nameBeside(tables[MESSAGES_TABLE], to);
  return {
    lasting,
    generation,
    now: Date.now(),
    changedPosts: new Set(),
    async messageThen(conversation, seq) {
      const get = new GetCommand({ TableName: then, Key: { conversation, seq }, ConsistentRead: true });
      return (await dynamo.send(get)).Item as Entry | undefined;
    },
  };
}
