/** How event source mappings batch and deliver records, and what a restart repeats. */
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../dynamodb/fixture.ts';
import { FUNCTION_ARN, streamArn } from '../dynamodb/stack.ts';
import { clock, gate, seqOf, startConsumer } from './harness.ts';

const range = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe('an event source mapping', () => {
  it("delivers a record in the form of Lambda's event", async () => {
    const messages = await startConsumer();
    const before = Math.floor(Date.now() / 1000);

    await messages.put(1);
    await messages.idle();

    const [record] = messages.batches[0] ?? [];
    expect(messages.functions).toEqual([FUNCTION_ARN]);
    expect(record).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-1',
      eventSourceARN: streamArn('Messages'),
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number) as unknown,
        Keys: { thread: { S: 'a~b' }, seq: { N: '1' } },
        NewImage: { thread: { S: 'a~b' }, seq: { N: '1' }, body: { S: 'text' } },
        SequenceNumber: expect.stringMatching(/^\d{21}$/) as unknown,
        SizeBytes: expect.any(Number) as unknown,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
    const created = record?.dynamodb?.ApproximateCreationDateTime ?? 0;
    expect(created).toBeGreaterThanOrEqual(before);
    expect(created).toBeLessThanOrEqual(Date.now() / 1000);
    expect(record?.dynamodb?.SizeBytes).toBeGreaterThan(20);
  });

  it('keeps the order of an item, one batch at a time, within the batch size', async () => {
    const running = { now: 0, most: 0 };
    const open = gate();
    const messages = await startConsumer({
      settings: { BatchSize: 4 },
      async consumer() {
        running.now += 1;
        running.most = Math.max(running.most, running.now);
        await open.opened;
        await new Promise(setImmediate);
        running.now -= 1;
      },
    });

    await Promise.all(range(30).map((seq) => messages.put(seq)));
    open.open();
    await messages.idle();

    expect(messages.delivered().flat()).toEqual(range(30));
    expect(Math.max(...messages.batches.map(({ length }) => length))).toBe(4);
    expect(running.most).toBe(1);
  });

  it('runs partition keys of a shard in parallel, up to the parallelization factor, each key in order', async () => {
    const threads = range(40).map((n) => `thread-${n}`);
    const open = gate();
    const running = new Map<string, number>();
    const overlaps: string[] = [];
    let most = 0;
    const messages = await startConsumer({
      settings: { BatchSize: 1, ParallelizationFactor: 3 },
      async consumer([record]) {
        const thread = record?.dynamodb?.Keys?.thread?.S ?? '';
        if (running.has(thread)) overlaps.push(thread);
        running.set(thread, 1);
        most = Math.max(most, running.size);
        await open.opened;
        running.delete(thread);
      },
    });
    for (const thread of threads) for (const seq of [1, 2]) await messages.put(seq, { thread });
    await vi.waitFor(() => expect(running.size).toBe(12), 60_000);

    open.open();
    await messages.idle();

    // Four shards with three batches each.
    expect(most).toBe(12);
    expect(overlaps).toEqual([]);
    for (const thread of threads) {
      const records = messages.batches.flat().filter((record) => record.dynamodb?.Keys?.thread?.S === thread);
      expect(records.map(seqOf)).toEqual([1, 2]);
    }
  });

  it('waits for the batching window, but not once the batch is full', async () => {
    const time = clock();
    const messages = await startConsumer({ settings: { BatchSize: 3, MaximumBatchingWindowInSeconds: 300 } });

    for (const seq of range(4)) await messages.put(seq);
    await vi.waitFor(() => expect(messages.delivered()).toEqual([[1, 2, 3]]), 60_000);
    const isBusy = messages.busy();
    time.pass(300_000);
    await messages.put(5);
    await messages.idle();

    expect(isBusy).toBe(true);
    expect(messages.busy()).toBe(false);
    expect(messages.delivered()).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('waits for a fraction of the batching window where batchingSpeed says so', async () => {
    const settings = { BatchSize: 3, MaximumBatchingWindowInSeconds: 300 };
    const time = clock();
    const messages = await startConsumer({ settings, faults: { batchingSpeed: 3_000 } });

    time.stop();
    await messages.put(1);
    const isBusy = messages.busy();
    time.go();
    await messages.idle();

    expect(isBusy).toBe(true);
    expect(messages.delivered()).toEqual([[1]]);
  });

  it('invokes a function with at most six megabytes', async () => {
    const open = gate();
    const messages = await startConsumer({ consumer: () => open.opened });
    const body = 'x'.repeat(380_000);

    for (const seq of range(24)) await messages.put(seq, { body });
    open.open();
    await messages.idle();

    const sizes = messages.batches.map((records) => Buffer.byteLength(JSON.stringify({ Records: records })));
    expect(messages.delivered().flat()).toEqual(range(24));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(6 * 1024 * 1024);
    expect(Math.max(...sizes)).toBeGreaterThan(4 * 1024 * 1024);
  });

  it('delivers only records that match its filter, and checkpoints the rest', async () => {
    const Pattern = JSON.stringify({
      eventName: ['INSERT'],
      dynamodb: { Keys: { seq: { N: [{ 'anything-but': ['0'] }] } } },
    });
    const dataDir = await temporaryFolder();
    const settings = { FilterCriteria: { Filters: [{ Pattern }] } };
    const messages = await startConsumer({ settings, dataDir });

    await messages.put(0);
    await messages.put(1);
    await messages.put(1, { body: 'changed' });
    await messages.idle();
    await messages.close();
    const restarted = await startConsumer({ settings: {}, dataDir });
    await restarted.idle();

    expect(messages.delivered().flat()).toEqual([1]);
    expect(restarted.delivered()).toEqual([]);
  });

  it('starts with the oldest or the next record, as its starting position says', async () => {
    const dataDirs = [await temporaryFolder(), await temporaryFolder()];
    for (const dataDir of dataDirs) {
      const before = await startConsumer({ dataDir, settings: { Enabled: false } });
      await before.put(1);
      await before.close();
    }

    const [all, latest] = await Promise.all(
      ['TRIM_HORIZON', 'LATEST'].map((StartingPosition, at) =>
        startConsumer({ dataDir: dataDirs[at] ?? '', settings: { StartingPosition } }),
      ),
    );
    for (const messages of [all, latest]) {
      await messages?.put(2);
      await messages?.idle();
    }

    expect(all?.delivered().flat()).toEqual([1, 2]);
    expect(latest?.delivered().flat()).toEqual([2]);
  });

  it('delays deliveries with the fault streamDelayMs', async () => {
    const messages = await startConsumer({ faults: { streamDelayMs: 60 } });
    const start = Date.now();

    await messages.put(1);
    await messages.idle();

    expect(Date.now() - start).toBeGreaterThanOrEqual(60);
    expect(messages.delivered()).toEqual([[1]]);
  });

  it('delivers batches twice with the fault duplicatedBatches', async () => {
    const messages = await startConsumer({ faults: { duplicatedBatches: 1 } });

    await messages.put(1);
    await messages.idle();

    expect(messages.delivered()).toEqual([[1], [1]]);
    expect(messages.batches[1]).toEqual(messages.batches[0]);
  });
});

describe('after a restart', () => {
  it('no processed record is delivered again', async () => {
    const dataDir = await temporaryFolder();
    const first = await startConsumer({ dataDir });
    for (const seq of range(5)) await first.put(seq);
    await first.idle();
    await first.close();

    const second = await startConsumer({ dataDir });
    await second.put(6);
    await second.idle();

    expect(second.delivered()).toEqual([[6]]);
  });

  it('every unprocessed record is delivered again, even behind processed records of other partition keys', async () => {
    const dataDir = await temporaryFolder();
    const stuck = 'thread-0';
    const threads = range(30).map((n) => `thread-${n}`);
    const first = await startConsumer({
      dataDir,
      settings: { StartingPosition: 'LATEST', ParallelizationFactor: 10, BatchSize: 1 },
      backoffMs: 60_000,
      consumer([record]) {
        if (record?.dynamodb?.Keys?.thread?.S === stuck) throw new Error('stuck');
      },
    });
    await first.put(1, { thread: stuck });
    await first.put(2, { thread: stuck });
    for (const thread of threads) await first.put(1, { thread });
    await vi.waitFor(() => expect(first.batches.flat().length).toBe(31), 60_000);
    await first.close();

    const second = await startConsumer({
      dataDir,
      settings: { StartingPosition: 'LATEST', ParallelizationFactor: 10, BatchSize: 1 },
    });
    await second.idle();

    const again = second.batches.flat().map((record) => [record.dynamodb?.Keys?.thread?.S, seqOf(record)]);
    expect(again).toEqual([
      [stuck, 1],
      [stuck, 2],
    ]);
  });

  it('a backlog longer than what is in memory is delivered completely and in order', async () => {
    const dataDir = await temporaryFolder();
    const first = await startConsumer({ dataDir, settings: { Enabled: false } });
    for (let from = 0; from < 1250; from += 250) await Promise.all(range(250).map((n) => first.put(from + n)));
    await first.close();

    const second = await startConsumer({ dataDir });
    await second.idle();

    expect(second.delivered().flat()).toEqual(range(1250));
  });
});
