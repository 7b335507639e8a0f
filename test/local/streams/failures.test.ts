/** Failed batches: retries, bisecting, partial batch responses and on-failure buckets. */
import { describe, expect, it, vi } from 'vitest';
import { FunctionError } from '#local/lambda/invoke.ts';
import { temporaryFolder } from '../dynamodb/fixture.ts';
import { BUCKET_ARN, FUNCTION_ARN, streamArn } from '../dynamodb/stack.ts';
import { clock, gate, seqOf, sequenceNumberOf, startConsumer, type Consumer } from './harness.ts';

const REPORTING = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
const TO_BUCKET = { DestinationConfig: { OnFailure: { Destination: BUCKET_ARN } } };

/** Gathers records 1 to `count` into one batch, by holding up record 0. */
async function asOneBatch(count: number, consumer: Consumer, settings: Readonly<Record<string, unknown>>) {
  const open = gate();
  const messages = await startConsumer({
    settings,
    consumer: (records, invocation) => (invocation === 1 ? open.opened : consumer(records, invocation - 1)),
  });
  await messages.put(0);
  await vi.waitFor(() => expect(messages.batches.length).toBe(1), 60_000);
  for (let seq = 1; seq <= count; seq += 1) await messages.put(seq);
  open.open();
  return { ...messages, delivered: () => messages.delivered().slice(1) };
}

/** Returns a consumer that fails every batch with one of these records. */
const poison =
  (...seqs: readonly number[]): Consumer =>
  (records) => {
    if (records.some((record) => seqs.includes(seqOf(record)))) throw new FunctionError('Error', 'poison');
  };

const report = (...ids: readonly unknown[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('a failed batch', () => {
  it('is retried whole and holds up its shard', async () => {
    const messages = await asOneBatch(
      3,
      (_, invocation) => {
        if (invocation <= 2) throw new FunctionError('Error', 'not yet');
      },
      { BatchSize: 2 },
    );

    await messages.idle();

    expect(messages.delivered()).toEqual([[1, 2], [1, 2], [1, 2], [3]]);
    expect(messages.lines[0]).toMatch(/^\[Mapping\] a batch failed \(not yet\); trying again in 1 ms/);
  });

  it('holds up only its partition key if batches run in parallel', async () => {
    const messages = await startConsumer({
      settings: { ParallelizationFactor: 2, BatchSize: 1 },
      backoffMs: 60_000,
      consumer: poison(0),
    });
    const threads = Array.from({ length: 20 }, (_, at) => `thread-${at}`);

    await messages.put(0, { thread: 'stuck' });
    await messages.put(7, { thread: 'stuck' });
    for (const thread of threads) await messages.put(1, { thread });

    const others = () =>
      messages
        .delivered()
        .flat()
        .filter((seq) => seq === 1);
    await vi.waitFor(() => expect(others()).toHaveLength(20), 60_000);
    expect(messages.delivered().flat()).not.toContain(7);
  });

  it('is discarded after the retries, and kept in the bucket', async () => {
    const messages = await asOneBatch(2, poison(1), { MaximumRetryAttempts: 2, ...TO_BUCKET });

    await messages.put(3);
    await messages.idle();

    expect(messages.delivered().slice(0, 3)).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expect(messages.delivered().at(-1)).toEqual([3]);
    const [first, last] = messages.batches[1] ?? [];
    const key = messages.letters[0]?.key;
    expect(messages.lines).toContain(
      `[Mapping] discarded 2 record(s) (RetryAttemptsExhausted); they are kept in /buckets/${String(key)}`,
    );
    expect(key).toMatch(
      /^aws\/lambda\/Mapping\/shardId-\d{20}\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/,
    );
    expect(messages.letters.map(({ to }) => to)).toEqual([BUCKET_ARN]);
    expect(messages.letters[0]?.about).toEqual({
      requestContext: {
        requestId: expect.any(String) as unknown,
        functionArn: FUNCTION_ARN,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: expect.any(String) as unknown,
      DDBStreamBatchInfo: {
        shardId: expect.stringMatching(/^shardId-\d{20}$/) as unknown,
        startSequenceNumber: sequenceNumberOf(first),
        endSequenceNumber: sequenceNumberOf(last),
        approximateArrivalOfFirstRecord: expect.any(String) as unknown,
        approximateArrivalOfLastRecord: expect.any(String) as unknown,
        batchSize: 2,
        streamArn: streamArn('Messages'),
      },
      payload: JSON.stringify({ Records: messages.batches[1] }),
    });
  });

  it('is attempted once when no retry is allowed, and discarded without a bucket', async () => {
    const messages = await startConsumer({ settings: { MaximumRetryAttempts: 0 }, consumer: poison(1) });

    await messages.put(1);
    await messages.idle();

    expect(messages.delivered()).toEqual([[1]]);
    expect(messages.lines).toEqual(['[Mapping] discarded 1 record(s) (RetryAttemptsExhausted).']);
  });

  it('is bisected until the bad record is alone, without using up retries', async () => {
    const messages = await asOneBatch(8, poison(6), {
      MaximumRetryAttempts: 1,
      BisectBatchOnFunctionError: true,
      ...TO_BUCKET,
    });

    await messages.idle();

    expect(messages.delivered()).toEqual([
      [1, 2, 3, 4, 5, 6, 7, 8],
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [5, 6],
      [5],
      [6],
      [6],
      [7, 8],
    ]);
    expect(messages.letters).toMatchObject([{ about: { DDBStreamBatchInfo: { batchSize: 1 } } }]);
  });

  it('is discarded when its records are too old', async () => {
    const time = clock();
    const messages = await startConsumer({
      settings: { MaximumRecordAgeInSeconds: 60, ...TO_BUCKET },
      consumer(records, invocation) {
        if (invocation === 2) time.pass(61_000);
        return poison(1)(records, invocation);
      },
    });

    await messages.put(1);
    await messages.idle();
    await messages.put(2);
    await messages.idle();

    expect(messages.delivered()).toEqual([[1], [1], [2]]);
    expect(messages.letters[0]?.about).toMatchObject({ requestContext: { condition: 'RecordAgeExceeded' } });
  });

  it('is neither discarded nor checkpointed when the cloud closes in the middle of it', async () => {
    const dataDir = await temporaryFolder();
    const settings = { MaximumRetryAttempts: 0, ...TO_BUCKET };
    const dying = gate();
    const first = await startConsumer({
      dataDir,
      settings,
      consumer: () =>
        dying.opened.then(() => {
          throw new FunctionError('Runtime.ExitError', 'terminated');
        }),
    });
    await first.put(1);
    await vi.waitFor(() => expect(first.batches.length).toBe(1), 60_000);
    const closed = first.close();
    dying.open();
    await closed;

    const second = await startConsumer({ dataDir, settings });
    await second.idle();

    expect(second.delivered()).toEqual([[1]]);
    expect(second.letters).toEqual([]);
  });
});

describe('a partial batch response', () => {
  it('retries from the lowest failed record', async () => {
    const messages = await asOneBatch(
      5,
      (records, invocation) =>
        invocation === 1 ? report(sequenceNumberOf(records[3]), sequenceNumberOf(records[1])) : report(),
      REPORTING,
    );

    await messages.idle();

    expect(messages.delivered()).toEqual([
      [1, 2, 3, 4, 5],
      [2, 3, 4, 5],
    ]);
  });

  it('gives a later failed record its own retries', async () => {
    const messages = await asOneBatch(
      3,
      (records, invocation) => (invocation <= 2 ? report(sequenceNumberOf(records[1])) : report()),
      { ...REPORTING, MaximumRetryAttempts: 1, ...TO_BUCKET },
    );

    await messages.idle();

    expect(messages.delivered()).toEqual([[1, 2, 3], [2, 3], [3]]);
    expect(messages.letters).toEqual([]);
  });

  it.each([
    ['an empty list', report()],
    ['no list', {}],
    ['null for a list', { batchItemFailures: null }],
    ['nothing', undefined],
  ])('with %s means success', async (_, response) => {
    const messages = await asOneBatch(2, () => response, REPORTING);

    await messages.idle();

    expect(messages.delivered()).toEqual([[1, 2]]);
  });

  it.each([
    ['an unknown id', report('000000000000000000000')],
    ['an empty id', report('')],
    ['no id', { batchItemFailures: [{ id: 1 }] }],
    ['something else for a list', { batchItemFailures: 'all' }],
  ])('with %s fails the whole batch', async (_, response) => {
    const messages = await asOneBatch(2, (_records, invocation) => (invocation === 1 ? response : report()), REPORTING);

    await messages.idle();

    expect(messages.delivered()).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('is ignored if the mapping does not report batch item failures', async () => {
    const messages = await asOneBatch(2, (records) => report(sequenceNumberOf(records[0])), {});

    await messages.idle();

    expect(messages.delivered()).toEqual([[1, 2]]);
  });

  it('discards only the bad record', async () => {
    const failing: Consumer = (records) => {
      const bad = records.find((record) => seqOf(record) === 2);
      return bad ? report(sequenceNumberOf(bad)) : report();
    };
    const messages = await asOneBatch(4, failing, {
      ...REPORTING,
      ...TO_BUCKET,
      MaximumRetryAttempts: 1,
      BisectBatchOnFunctionError: true,
    });

    await messages.idle();

    expect(messages.letters).toMatchObject([
      { about: { responseContext: { functionError: null }, DDBStreamBatchInfo: { batchSize: 1 } } },
    ]);
    expect(messages.delivered().flat()).toEqual(expect.arrayContaining([3, 4]));
  });
});
