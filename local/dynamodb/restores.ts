/**
 * Restoring a table to a moment, as a new table beside it. As in the cloud, the new one has the items and keys of the
 * old one, and no stream, time to live or point-in-time recovery.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery.Tutorial.html
 */
import { ServiceError } from '../aws/service.ts';
import { under, type Database } from './database.ts';
import type { Action, Input, Operation } from './dynalite.ts';
import { RECOVERY_DAYS } from './history.ts';
import { itemPrefix, restoredTable, type Table } from './table.ts';

/** Items that are written at once. */
const BATCH = 500;
/** How long a table is DELETING, in which its name is not free. In the cloud it takes seconds to minutes. */
const DELETING_MS = 1000;
const SECOND_MS = 1000;

/** The key under which it is stored that a table was restored, and from which. */
const restoredKey = (table: string) => `restored~${table}`;

/** Opens the tables that were restored at earlier starts. */
export async function openRestored(tables: Map<string, Table>, database: Database): Promise<void> {
  for await (const [key, source] of database.entries(under('restored~'))) {
    const table = tables.get(String(source));
    const name = key.slice('restored~'.length);
    if (table) tables.set(name, restoredTable(table, name));
  }
}

export function restores(database: Database, tables: Map<string, Table>): Readonly<Record<string, Action>> {
  const tableOf = (name: unknown): Table => {
    const table = tables.get(String(name));
    if (!table) throw new ServiceError('TableNotFoundException', `Table not found: ${String(name)}`);
    return table;
  };

  async function restore(input: Input): Promise<Input> {
    const source = tableOf(input.SourceTableName);
    const target = String(input.TargetTableName);
    if (!source.history)
      throw new ServiceError(
        'PointInTimeRecoveryUnavailableException',
        `Point in time recovery is not enabled for table '${source.name}'`,
      );
    if (tables.has(target)) throw new ServiceError('TableAlreadyExistsException', `Table already exists: ${target}`);
    // To the second: the SDK sends fractions of one.
    const moment = Math.floor(Number(input.RestoreDateTime)) * SECOND_MS;
    if (!(moment >= firstSecond(source.history.since) && moment <= Date.now()))
      throw new ServiceError('InvalidRestoreTimeException', 'The restore time is outside of what can be restored.');

    await copy(source, target, moment);
    await database.write([{ type: 'put', key: restoredKey(target), value: source.name }]);
    tables.set(target, restoredTable(source, target));
    return { TableDescription: { ...tables.get(target)?.description, TableStatus: 'CREATING' } };
  }

  async function copy(source: Table, target: string, moment: number): Promise<void> {
    const [from, to] = [itemPrefix(source.name), itemPrefix(target)];
    let batch: Operation[] = [];
    const write = async (operations: readonly Operation[]): Promise<void> => {
      batch.push(...operations);
      if (batch.length < BATCH) return;
      await database.write(batch, { sync: false });
      batch = [];
    };
    // An interrupted restore may have left some.
    await database.clear(under(to));
    for await (const [key, value] of database.entries(under(from)))
      await write([{ type: 'put', key: to + key.slice(from.length), value }]);
    // After the items: writes in the meantime are among those that are undone.
    for (const [key, value] of (await source.history?.before(moment)) ?? [])
      await write([value ? { type: 'put', key: to + key, value } : { type: 'del', key: to + key }]);
    await database.write(batch);
  }

  async function remove(input: Input): Promise<Input> {
    const name = String(input.TableName);
    const { description } = tableOf(name);
    if (description.TableStatus === 'DELETING') return { TableDescription: description };
    if (database.get(restoredKey(name)) === undefined)
      throw new ServiceError('ValidationException', `The template declares the table ${name}, so it is not deleted.`);
    const deleting = { ...description, TableStatus: 'DELETING' as const };
    tables.set(name, { ...tableOf(name), description: deleting });
    await database.write([{ type: 'del', key: restoredKey(name) }]);
    await database.clear(under(itemPrefix(name)));
    setTimeout(() => tables.delete(name), DELETING_MS).unref();
    return { TableDescription: deleting };
  }

  const describe = (input: Input): Input => {
    const { history } = tableOf(input.TableName);
    return {
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: history
          ? {
              PointInTimeRecoveryStatus: 'ENABLED',
              RecoveryPeriodInDays: RECOVERY_DAYS,
              EarliestRestorableDateTime: firstSecond(history.since) / SECOND_MS,
              // In the cloud five minutes ago.
              LatestRestorableDateTime: Math.floor(Date.now() / SECOND_MS),
            }
          : { PointInTimeRecoveryStatus: 'DISABLED' },
      },
    };
  };

  return {
    RestoreTableToPointInTime: action(restore),
    DescribeContinuousBackups: action(async (input) => describe(input)),
    DeleteTable: action(remove),
  };
}

/** Returns the first whole second that is not before a time. */
const firstSecond = (ms: number): number => Math.ceil(ms / SECOND_MS) * SECOND_MS;

const action =
  (run: (input: Input) => Promise<Input>): Action =>
  (_store, input, done) => {
    run(input).then(
      (output) => done(null, output),
      (error: unknown) => done(error),
    );
  };
