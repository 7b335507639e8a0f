/** What something costs, as columns of a table: what is counted, and dollars at list price. */
import { callsOf, type Counts, totalOf, type Usage } from '#local/usage/meter.ts';
import { dollarsOf } from './price-list.ts';

/** Each for one occurrence: one message, one request. */
export interface Cost {
  readonly gatewayEvents: number;
  readonly invocations: number;
  readonly awsCalls: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly logBytes: number;
  readonly dollarsPerMillion: number;
}

/** What a delivered message of 200 bytes may cost, from person to person with one socket each. */
export const MESSAGE_BUDGET: Omit<Cost, 'invocations'> = {
  gatewayEvents: 3,
  awsCalls: 5,
  readUnits: 4.5,
  writeUnits: 2,
  logBytes: 300,
  dollarsPerMillion: 5.8,
};

/** @param times how often what cost this happened */
export function costOf(rows: Usage | readonly Counts[], times = 1): Cost {
  const counts = totalOf(rows);
  return {
    gatewayEvents: (counts.requests + counts.messages) / times,
    invocations: counts.invocations / times,
    awsCalls: callsOf(counts) / times,
    readUnits: counts.readUnits / times,
    writeUnits: counts.writeUnits / times,
    logBytes: counts.logBytes / times,
    dollarsPerMillion: (dollarsOf(counts) / times) * 1_000_000,
  };
}

/** By what the gateway saw, the stream that was read, or the trigger; without what CDK appends to logical ids. */
export function byRoute(usage: Usage, times = 1): Record<string, Cost> {
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

/** The cells of a cost, in the order of the columns; what a budget does not name is empty. */
export function costCells(cost: Partial<Cost>): string[] {
  const { gatewayEvents, invocations, awsCalls, readUnits, writeUnits, logBytes, dollarsPerMillion } = cost;
  const counts = [gatewayEvents, invocations, awsCalls, readUnits, writeUnits].map((count) => atMostTwoDigits(count));
  return [...counts, logBytes?.toFixed(0) ?? '', dollarsPerMillion?.toFixed(2) ?? ''];
}

/** `3 Query, 2 PutItem` */
export const operationsOf = (rows: Usage): string =>
  Object.entries(totalOf(rows).calls)
    .sort(([, one], [, other]) => other - one)
    .map(([operation, count]) => `${count} ${operation}`)
    .join(', ');

/** `3`, `0.5`, `2.08` */
const atMostTwoDigits = (count: number | undefined): string => (count === undefined ? '' : String(+count.toFixed(2)));
