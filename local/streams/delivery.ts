/**
 * Delivers one batch until every record is processed, or discarded by the mapping's settings. Records are finished in
 * order, so that after any interruption the rest is delivered again.
 */
import { firstFailure } from './batch-response.ts';
import type { Discarded } from './discarded-batch.ts';
import type { Mapping } from './mapping.ts';
import type { PendingRecord } from './pending-record.ts';

export interface DeliveryContext {
  readonly mapping: Pick<
    Mapping,
    'maximumRetryAttempts' | 'maximumRecordAgeMs' | 'bisectsOnError' | 'reportsBatchItemFailures'
  >;
  invoke(records: readonly object[]): Promise<unknown>;
  /** Returns the share (0 to 1) of successful batches that are delivered a second time. */
  readonly duplicatedShare: () => number;
  finish(records: readonly PendingRecord[]): void;
  discard(discarded: Discarded): Promise<void>;
  /** Waits before the next attempt, after the given number of consecutive failures. */
  backOff(failures: number, error: unknown): Promise<void>;
  /** True while the cloud is closing, which may itself be the cause of a failure. */
  isClosing(): boolean;
}

interface Attempts {
  /** Retries used up. Splitting a batch uses none. */
  retries: number;
  /** Consecutive failures. */
  failures: number;
  invocations: number;
}

const NO_ATTEMPTS: Attempts = { retries: 0, failures: 0, invocations: 0 };

/** @returns false if the cloud closed before every record was finished */
export async function deliver(
  batch: readonly PendingRecord[],
  context: DeliveryContext,
  before: Attempts = NO_ATTEMPTS,
): Promise<boolean> {
  const { mapping, finish, discard, backOff, isClosing } = context;
  let { retries, failures, invocations } = before;
  let rest = batch;
  for (;;) {
    rest = await discardOld(rest, context, invocations);
    if (rest.length === 0) return true;

    const outcome = await attempt(rest, context);
    invocations += 1;
    finish(rest.slice(0, outcome.firstFailure));
    rest = rest.slice(outcome.firstFailure);
    const [first, ...others] = rest;
    if (!first) return true;

    if (isClosing()) return false;
    const advanced = outcome.firstFailure > 0;
    const splits = !advanced && mapping.bisectsOnError && others.length > 0;
    failures = advanced ? 1 : failures + 1;
    if (advanced) retries = 0;
    if (!splits && retries >= mapping.maximumRetryAttempts) {
      await discard({
        records: [first, ...others],
        condition: 'RetryAttemptsExhausted',
        invocations,
        threw: outcome.threw,
      });
      finish(rest);
      return true;
    }
    await backOff(failures, outcome.error);
    if (isClosing()) return false;
    if (splits) {
      const middle = Math.ceil(rest.length / 2);
      const attempts = { retries, failures, invocations };
      return (
        (await deliver(rest.slice(0, middle), context, attempts)) &&
        (await deliver(rest.slice(middle), context, attempts))
      );
    }
    retries += 1;
  }
}

interface Outcome {
  /** Index of the first failed record, or the length of the batch if none failed. */
  readonly firstFailure: number;
  readonly threw: boolean;
  readonly error: unknown;
}

async function attempt(
  records: readonly PendingRecord[],
  { mapping, invoke, duplicatedShare }: DeliveryContext,
): Promise<Outcome> {
  const events = records.map(({ event }) => event);
  const sequenceNumbers = records.map(({ sequenceNumber }) => sequenceNumber);
  try {
    const response = await invoke(events);
    const failure = mapping.reportsBatchItemFailures ? firstFailure(response, sequenceNumbers) : records.length;
    if (failure === records.length && Math.random() < duplicatedShare()) await invoke(events).catch(() => undefined);
    return { firstFailure: failure, threw: false, error: 'it reported failed records' };
  } catch (error) {
    return { firstFailure: 0, threw: true, error };
  }
}

async function discardOld(
  records: readonly PendingRecord[],
  { mapping, finish, discard }: DeliveryContext,
  invocations: number,
) {
  const oldest = Date.now() - mapping.maximumRecordAgeMs;
  const [first, ...others] = records.filter(({ writtenAt }) => writtenAt < oldest);
  if (!first) return records;
  await discard({ records: [first, ...others], condition: 'RecordAgeExceeded', invocations, threw: true });
  finish([first, ...others]);
  return records.slice(1 + others.length);
}
