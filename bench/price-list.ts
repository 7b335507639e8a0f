/**
 * List prices of us-east-1 in June 2026: first tier, without the free tier. Costs that depend on time or size are not
 * included: stored data, connection minutes ($0.25 per million), data transfer, CloudFront, Cognito's active users.
 */
import { callsOf, type Counts } from '#local/usage/meter.ts';

const MILLION = 1_000_000;

/** HTTP API and WebSocket API: https://aws.amazon.com/api-gateway/pricing/ */
const DOLLARS_PER_REQUEST = 1 / MILLION;
const DOLLARS_PER_MESSAGE = 1 / MILLION;
/** Arm: https://aws.amazon.com/lambda/pricing/ */
const DOLLARS_PER_INVOCATION = 0.2 / MILLION;
const DOLLARS_PER_GB_SECOND = 0.000_013_333_4;
/** Standard table class: https://aws.amazon.com/dynamodb/pricing/on-demand/ */
const DOLLARS_PER_WRITE_UNIT = 0.625 / MILLION;
const DOLLARS_PER_READ_UNIT = 0.125 / MILLION;
/** Standard storage class; CopyObject and forms are writes, deleting is free: https://aws.amazon.com/s3/pricing/ */
export const DOLLARS_PER_S3_WRITE = 5 / MILLION;
export const DOLLARS_PER_S3_READ = 0.4 / MILLION;
/**
 * Standard queues: https://aws.amazon.com/sqs/pricing/. What is sent is also received and deleted; Lambda does both.
 */
const DOLLARS_PER_QUEUED = 3 * (0.4 / MILLION);
/** Log ingestion, standard class: https://aws.amazon.com/cloudwatch/pricing/ */
const DOLLARS_PER_LOG_BYTE = 0.5 / 1e9;

/**
 * The assumed duration of a warm invocation, since times measured on a laptop say little about Lambda: the function's
 * own work, and a few milliseconds of waiting for each AWS call. Calls that run concurrently wait less than that.
 */
const OWN_MS_PER_INVOCATION = 2;
const WAITING_MS_PER_CALL = 5;
/** The memory of every function, as `memorySize` in lib/ says. */
const MEMORY_GB = 1;

/** Returns the price of the counts, in dollars. */
export function dollarsOf(counts: Counts): number {
  const ms = counts.invocations * OWN_MS_PER_INVOCATION + callsOf(counts) * WAITING_MS_PER_CALL;
  return (
    counts.requests * DOLLARS_PER_REQUEST +
    counts.messages * DOLLARS_PER_MESSAGE +
    counts.invocations * DOLLARS_PER_INVOCATION +
    (ms / 1000) * MEMORY_GB * DOLLARS_PER_GB_SECOND +
    counts.writeUnits * DOLLARS_PER_WRITE_UNIT +
    counts.readUnits * DOLLARS_PER_READ_UNIT +
    counts.logBytes * DOLLARS_PER_LOG_BYTE +
    (counts.calls['SendMessageBatch'] ?? 0) * DOLLARS_PER_QUEUED
  );
}
