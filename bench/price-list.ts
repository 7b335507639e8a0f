/**
 * List prices of us-east-1 as of June 2026, in dollars, first tier, without the free tier. What grows with time or size
 * rather than with requests is not in it: stored data, connection minutes ($0.25 a million), data transfer, CloudFront.
 */
import { callsOf, type Counts } from '#local/usage/meter.ts';

const MILLION = 1_000_000;

/** https://aws.amazon.com/api-gateway/pricing/: HTTP API, and WebSocket API. */
const DOLLARS_PER_REQUEST = 1 / MILLION;
const DOLLARS_PER_MESSAGE = 1 / MILLION;
/** https://aws.amazon.com/lambda/pricing/: Arm. */
const DOLLARS_PER_INVOCATION = 0.2 / MILLION;
const DOLLARS_PER_GB_SECOND = 0.000_013_333_4;
/** https://aws.amazon.com/dynamodb/pricing/on-demand/: standard table class. */
const DOLLARS_PER_WRITE_UNIT = 0.625 / MILLION;
const DOLLARS_PER_READ_UNIT = 0.125 / MILLION;
/** https://aws.amazon.com/cloudwatch/pricing/: collected logs, standard class. */
const DOLLARS_PER_LOG_BYTE = 0.5 / 1e9;

/**
 * The assumed duration of a warm invocation, since times measured on a laptop say little about Lambda: the function's
 * own work, and a few milliseconds of waiting for each AWS call. Calls that run concurrently wait less than that.
 */
const OWN_MS_PER_INVOCATION = 2;
const WAITING_MS_PER_CALL = 5;
/** The memory of every function: `memorySize` in lib/. */
const MEMORY_GB = 1;

/** What these counts cost, in dollars. */
export function dollarsOf(counts: Counts): number {
  const ms = counts.invocations * OWN_MS_PER_INVOCATION + callsOf(counts) * WAITING_MS_PER_CALL;
  return (
    counts.requests * DOLLARS_PER_REQUEST +
    counts.messages * DOLLARS_PER_MESSAGE +
    counts.invocations * DOLLARS_PER_INVOCATION +
    (ms / 1000) * MEMORY_GB * DOLLARS_PER_GB_SECOND +
    counts.writeUnits * DOLLARS_PER_WRITE_UNIT +
    counts.readUnits * DOLLARS_PER_READ_UNIT +
    counts.logBytes * DOLLARS_PER_LOG_BYTE
  );
}
