/** The cost of a message or a request: counts, and dollars at list price. */
import { callsOf, type Counts, DISTRIBUTION, totalOf, type Usage } from '#local/usage/meter.ts';
import { dollarsOf, quantitiesOf } from './quantities.ts';

/** The cost of one occurrence. */
export interface Cost {
  readonly gatewayEvents: number;
  readonly invocations: number;
  readonly awsCalls: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly logBytes: number;
  readonly dollarsPerMillion: number;
}

/** The budget of a delivered message of 200 bytes between two people with one socket each. */
export const MESSAGE_BUDGET: Omit<Cost, 'invocations'> = {
  gatewayEvents: 3,
  awsCalls: 5,
  readUnits: 4.5,
  writeUnits: 2,
  logBytes: 300,
  dollarsPerMillion: 5.8,
};

/**
 * What remains where nothing happens but what cannot be left out, in dollars per million messages: with the id in the
 * notification and a `GET`, and with the text in the notification. Estimated when the budget was set.
 */
export const FLOOR_DOLLARS = { id: 5.51, text: 3.14 } as const;

/**
 * Returns the cost behind the distribution, which the budgets are of: a client of one's own may do without it.
 * @param times the number of occurrences that the counts are the sum of
 */
export function costOfCounts(counts: Counts, times = 1): Cost {
  const behind = { ...counts, viewerRequests: 0, viewerBytes: 0, originBytes: 0, viewerFunctions: 0 };
  return {
    gatewayEvents: (counts.requests + counts.messages) / times,
    invocations: counts.invocations / times,
    awsCalls: callsOf(counts) / times,
    readUnits: counts.readUnits / times,
    writeUnits: counts.writeUnits / times,
    logBytes: counts.logBytes / times,
    dollarsPerMillion: (dollarsOf(quantitiesOf(behind)) / times) * 1_000_000,
  };
}

export const costOf = (rows: Usage, times = 1): Cost => costOfCounts(totalOf(rows), times);

/** Returns the cost by route, trigger or stream. Logical ids lose the suffix that CDK appends. */
export function byRoute(rows: Usage, times = 1): Record<string, Cost> {
  const usage = rows.filter(({ route }) => route !== DISTRIBUTION);
  const routes = [...new Set(usage.map(({ route }) => route))];
  return Object.fromEntries(
    routes.map((name) => [
      name.replace(/Function[0-9A-F]{8}$/, ''),
      costOf(
        usage.filter(({ route }) => route === name),
        times,
      ),
    ]),
  );
}

export const COST_COLUMNS = [
  'gateway events',
  'invocations',
  'AWS calls',
  'read units',
  'write units',
  'log bytes',
  '$/million',
] as const;

/** Returns the cells in the order of the columns. A count that a budget does not limit is empty. */
export function costCells(cost: Partial<Cost>): string[] {
  const { gatewayEvents, invocations, awsCalls, readUnits, writeUnits, logBytes, dollarsPerMillion } = cost;
  const counts = [gatewayEvents, invocations, awsCalls, readUnits, writeUnits].map((count) => atMostTwoDigits(count));
  return [...counts, logBytes?.toFixed(0) ?? '', dollarsPerMillion?.toFixed(2) ?? ''];
}

/** Returns the AWS calls by operation: `3 Query, 2 PutItem`. */
export const operationsOf = (rows: Usage): string =>
  Object.entries(totalOf(rows).calls)
    .sort(([, one], [, other]) => other - one)
    .map(([operation, count]) => `${count} ${operation}`)
    .join(', ');

/** Returns `3`, `0.5` or `2.08`. */
const atMostTwoDigits = (count: number | undefined): string => (count === undefined ? '' : String(+count.toFixed(2)));
