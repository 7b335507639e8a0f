/** The functions' tables in memory, behind the mocked client: what is read of them is counted. */

import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as schemas from '#functions/aws/tables.ts';
import { Tables } from '../../simulation/tables.ts';
import { dynamo } from './aws.ts';

const commands = { BatchGetCommand, DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } as const;

/** Calls and items so far. Items that a filter drops are read as well. */
export interface Cost {
  calls: number;
  items: number;
  writes: number;
}

export interface MemoryTables {
  readonly cost: Cost;
  /** Sets the counts to zero. */
  forget(): void;
  /** Stores an item without counting it. */
  put(table: string, item: Readonly<Record<string, unknown>>): void;
  all(table: string): readonly Readonly<Record<string, unknown>>[];
  /** Awaited before each command takes effect; what it throws is thrown by the command. */
  before: (command: object) => Promise<void>;
}

/** Answers every command of the document client from empty tables. */
export function answerFromMemory(): MemoryTables {
  const names = Object.entries(schemas).map(([name, schema]) => [name.replace('Table', '-table'), schema] as const);
  const tables = new Tables(Object.fromEntries(names), Date.now, () => undefined);
  const memory: MemoryTables = {
    cost: { calls: 0, items: 0, writes: 0 },
    forget: () => void Object.assign(memory.cost, { calls: 0, items: 0, writes: 0 }),
    put: (TableName, Item) => void tables.run(new PutCommand({ TableName, Item }), Infinity),
    all: (table) => tables.all(table),
    before: async () => undefined,
  };
  const run = async (command: object): Promise<unknown> => {
    await memory.before(command);
    const answer = tables.run(command, Infinity);
    memory.cost.calls++;
    memory.cost.items += itemsOf(answer as Answer);
    if (command instanceof PutCommand || command instanceof UpdateCommand || command instanceof DeleteCommand)
      memory.cost.writes++;
    return answer;
  };
  dynamo.reset();
  for (const Command of Object.values(commands))
    dynamo.on(Command as typeof GetCommand).callsFake(async (input) => run(new Command(input as never)));
  return memory;
}

interface Answer {
  readonly Item?: object;
  readonly ScannedCount?: number;
  readonly Responses?: Readonly<Record<string, readonly object[]>>;
}

const itemsOf = ({ Item, ScannedCount, Responses }: Answer): number =>
  (ScannedCount ?? 0) + (Item ? 1 : 0) + Object.values(Responses ?? {}).flat().length;
