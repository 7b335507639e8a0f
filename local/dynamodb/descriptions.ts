/** The operations that describe tables. Unlike dynalite's own, they read the template. */
import type { Action } from './dynalite.ts';
import type { Table } from './table.ts';

/** DynamoDB's default for ListTables. */
const PAGE_TABLES = 100;

export function descriptions(tables: ReadonlyMap<string, Table>): Readonly<Record<string, Action>> {
  return {
    DescribeTable(store, input, done) {
      store.getTable(String(input.TableName), (error, table) => (error ? done(error) : done(null, { Table: table })));
    },
    DescribeTimeToLive(store, input, done) {
      const name = String(input.TableName);
      store.getTable(name, (error) => {
        if (error) return done(error);
        const attribute = tables.get(name)?.timeToLive;
        const description = attribute
          ? { TimeToLiveStatus: 'ENABLED', AttributeName: attribute }
          : { TimeToLiveStatus: 'DISABLED' };
        done(null, { TimeToLiveDescription: description });
      });
    },
    ListTables(_store, { ExclusiveStartTableName: start, Limit: limit }, done) {
      const names = [...tables.keys()].toSorted().filter((name) => typeof start !== 'string' || name > start);
      const page = names.slice(0, Number(limit ?? PAGE_TABLES));
      done(null, { TableNames: page, ...(page.length < names.length && { LastEvaluatedTableName: page.at(-1) }) });
    },
  };
}
