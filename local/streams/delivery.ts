/**
 * Delivers one batch until each of its records is done with: processed, or given up by the mapping's settings.
 * Records are finished in order, so that whatever interrupts a delivery, the rest comes again.
 */
import { failedFrom } from './batch-response.ts';
import type { Discarded } from './discarded-batch.ts';
import type { Entry } from './entry.ts';
import type { Mapping } from './mapping.ts';

export interface DeliveryContext {
  readonly mapping: Pick<Mapping, 'retryAttempts' | 'recordAgeMs' | 'bisects' | 'reportsItemFailures'>;
  invoke(records: readonly object[]): Promise<unknown>;
  /** Share (0 to 1) of batches that are delivered a second time although all went well. */
  readonly duplicated: () => number;
  finish(entries: readonly Entry[]): void;
  discard(discarded: Discarded): Promise<void>;
  /** Waits after the given number of failures in a row. */
  pause(failures: number, error: unknown): Promise<void>;
  /** Whether everything is being closed: what fails from now on may fail because of that. */
  stopped(): boolean;
}

interface Attempts {
  /** Retries used up; splitting a batch uses none. */
  used: number;
  /** Failures in a row. */
  failures: number;
  invocations: number;
}

const NONE: Attempts = { used: 0, failures: 0, invocations: 0 };

/** @returns false when it was stopped before every record was done with */
export async function deliver(
  batch: readonly Entry[],
  around: DeliveryContext,
  before: Attempts = NONE,
): Promise<boolean> {
  const { mapping, finish, discard, pause, stopped } = around;
  let { used, failures, invocations } = before;
  let rest = batch;
  for (;;) {
    rest = await discardOld(rest, around, invocations);
    if (rest.length === 0) return true;

    const outcome = await attempt(rest, around);
    invocations += 1;
    finish(rest.slice(0, outcome.failedFrom));
    rest = rest.slice(outcome.failedFrom);
    const [first, ...others] = rest;
    if (!first) return true;

    if (stopped()) return false;
    const advanced = outcome.failedFrom > 0;
    const splits = !advanced && mapping.bisects && others.length > 0;
    failures = advanced ? 1 : failures + 1;
    if (advanced) used = 0;
    if (!splits && used >= mapping.retryAttempts) {
      await discard({
        entries: [first, ...others],
        condition: 'RetryAttemptsExhausted',
        invocations,
        threw: outcome.threw,
      });
      finish(rest);
      return true;
    }
    await pause(failures, outcome.error);
    if (stopped()) return false;
    if (splits) {
      const middle = Math.ceil(rest.length / 2);
      const attempts = { used, failures, invocations };
      return (
        (await deliver(rest.slice(0, middle), around, attempts)) &&
        (await deliver(rest.slice(middle), around, attempts))
      );
    }
    used += 1;
  }
}

interface Outcome {
  /** Place in the batch; its length when all is well. */
  readonly failedFrom: number;
  readonly threw: boolean;
  readonly error: unknown;
}

async function attempt(entries: readonly Entry[], { mapping, invoke, duplicated }: DeliveryContext): Promise<Outcome> {
  const records = entries.map(({ event }) => event);
  try {
    const answer = await invoke(records);
    const from = mapping.reportsItemFailures
      ? failedFrom(
          answer,
          entries.map(({ sequenceNumber }) => sequenceNumber),
        )
      : entries.length;
    if (from === entries.length && Math.random() < duplicated()) await invoke(records).catch(() => undefined);
    return { failedFrom: from, threw: false, error: 'it reported failed records' };
  } catch (error) {
    return { failedFrom: 0, threw: true, error };
  }
}

async function discardOld(
  entries: readonly Entry[],
  { mapping, finish, discard }: DeliveryContext,
  invocations: number,
) {
  const oldest = Date.now() - mapping.recordAgeMs;
  const [first, ...others] = entries.filter(({ writtenAt }) => writtenAt < oldest);
  if (!first) return entries;
  await discard({ entries: [first, ...others], condition: 'RecordAgeExceeded', invocations, threw: true });
  finish([first, ...others]);
  return entries.slice(1 + others.length);
}
