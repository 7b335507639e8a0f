/** From what is counted to what is billed, and to dollars: the one way in which anything here gets its price. */
import { callsOf, type Counts } from '#local/usage/meter.ts';
import { type Billed, type Price, PRICES } from './price-list.ts';

/** Units of what is billed. What is missing is none. */
export type Quantities = Partial<Readonly<Record<Billed, number>>>;

/**
 * The assumed duration of a warm invocation, since times measured on a laptop say little about Lambda: the function's
 * own work, and a few milliseconds of waiting for each AWS call. Calls that run concurrently wait less than that.
 */
const OWN_MS_PER_INVOCATION = 2;
const WAITING_MS_PER_CALL = 5;
/** The memory of every function, as `memorySize` in lib/ says. */
const MEMORY_GB = 1;
const BYTES_PER_GB = 1e9;

/** Deleting is free. */
const OBJECT_WRITES = ['PutObject', 'CopyObject', 'ListObjectsV2'];
const OBJECT_READS = ['GetObject', 'HeadObject'];
/** What is sent to a queue is also received and deleted; Lambda does both. */
const REQUESTS_PER_QUEUED = 3;

/** Returns what is billed for the counts. */
export function quantitiesOf(counts: Counts): Quantities {
  const called = (names: readonly string[]): number => names.reduce((sum, name) => sum + (counts.calls[name] ?? 0), 0);
  const ms = counts.invocations * OWN_MS_PER_INVOCATION + callsOf(counts) * WAITING_MS_PER_CALL;
  return {
    httpRequest: counts.requests,
    socketMessage: counts.messages,
    invocation: counts.invocations,
    gbSecond: (ms / 1000) * MEMORY_GB,
    writeUnit: counts.writeUnits,
    readUnit: counts.readUnits,
    objectWrite: called(OBJECT_WRITES) + counts.viewerWrites,
    objectRead: called(OBJECT_READS) + counts.viewerReads,
    viewerRequest: counts.viewerRequests,
    viewerGb: counts.viewerBytes / BYTES_PER_GB,
    originGb: counts.originBytes / BYTES_PER_GB,
    viewerFunction: counts.viewerFunctions,
    queueRequest: called(['SendMessageBatch']) * REQUESTS_PER_QUEUED,
    logGb: counts.logBytes / BYTES_PER_GB,
    secretCall: called(['GetSecretValue']),
  };
}

/** Returns the price of one kind of unit. @param isFreeLeft takes off what an account has for nothing in a month */
export function dollarsFor(billed: Billed, quantity: number, isFreeLeft = false): number {
  const { dollars, per, free = 0 }: Price = PRICES[billed];
  return (Math.max(0, quantity - (isFreeLeft ? free : 0)) * dollars) / per;
}

/** Returns the price of all, in dollars. @param isFreeLeft as of `dollarsFor` */
export const dollarsOf = (quantities: Quantities, isFreeLeft = false): number =>
  entriesOf(quantities).reduce((sum, [billed, quantity]) => sum + dollarsFor(billed, quantity, isFreeLeft), 0);

export const entriesOf = (quantities: Quantities): [Billed, number][] =>
  Object.entries(quantities) as [Billed, number][];

/** Returns the sum of quantities, each times a number. */
export function add(...parts: readonly (readonly [times: number, of: Quantities])[]): Quantities {
  const sum: Partial<Record<Billed, number>> = {};
  for (const [times, of] of parts)
    for (const [billed, quantity] of entriesOf(of)) sum[billed] = (sum[billed] ?? 0) + times * quantity;
  return sum;
}
