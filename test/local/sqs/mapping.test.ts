/** Functions that a queue invokes. */
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it, vi } from 'vitest';
import { startQueue } from './harness.ts';

type Started = Awaited<ReturnType<typeof startQueue>>;
const send = async ({ client, url: QueueUrl }: Pick<Started, 'client' | 'url'>, ...bodies: readonly string[]) => {
  for (const MessageBody of bodies) await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
};
const FAST = { faults: { queueSpeed: 1000 } };

describe('a function that a queue invokes', () => {
  it('gets messages as Lambda gives them, which are deleted once it has returned', async () => {
    const queue = await startQueue({ consumer: () => ({ batchItemFailures: [] }) });

    await send(queue, 'one');
    await queue.mappings.idle();

    expect(queue.batches).toMatchObject([
      [{ body: 'one', eventSource: 'aws:sqs', attributes: { ApproximateReceiveCount: '1' }, awsRegion: 'us-east-1' }],
    ]);
    expect((await queue.client.send(new ReceiveMessageCommand({ QueueUrl: queue.url }))).Messages ?? []).toEqual([]);
  });

  it('gets again what it reports as failed, and nothing else', async () => {
    const queue = await startQueue({
      ...FAST,
      // Half a second: what was processed is deleted by then, on a busy machine too.
      queue: { VisibilityTimeout: 500 },
      consumer: (records, invocation) => ({
        batchItemFailures:
          invocation <= 2
            ? records.filter(({ body }) => body === 'two').map(({ messageId }) => ({ itemIdentifier: messageId }))
            : [],
      }),
    });

    await send(queue, 'one', 'two');

    await vi.waitFor(() => {
      const seen = queue.batches.flat().map(({ body }) => body);
      expect(seen.filter((body) => body === 'one')).toHaveLength(1);
      expect(seen.filter((body) => body === 'two').length).toBeGreaterThanOrEqual(2);
    }, 60_000);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no'))],
    ['names a message that is not of the batch', () => ({ batchItemFailures: [{ itemIdentifier: 'other' }] })],
    ['names none', () => ({ batchItemFailures: [{}] })],
  ])('gets the whole batch again where it %s, and in the end the dead-letter queue has it', async (_, consumer) => {
    const queue = await startQueue({ ...FAST, queue: { VisibilityTimeout: 5, RedrivePolicy: undefined }, consumer });
    await send(queue, 'one');
    await vi.waitFor(() => expect(queue.batches.length).toBeGreaterThan(2), 60_000);
    await queue.close();

    const redriven = await startQueue({ ...FAST, queue: { VisibilityTimeout: 5 }, consumer });
    await send(redriven, 'poison');
    await vi.waitFor(async () => {
      const { Messages } = await redriven.client.send(new ReceiveMessageCommand({ QueueUrl: redriven.lettersUrl }));
      expect(Messages).toMatchObject([{ Body: 'poison' }]);
    }, 60_000);
    expect(redriven.batches).toHaveLength(3);
  });

  it('gets at most a batch of messages at once', async () => {
    const queue = await startQueue({ mapping: { BatchSize: 2 }, consumer: () => undefined });

    await send(queue, ...Array.from({ length: 5 }, (_, i) => `${i}`));
    await queue.mappings.idle();

    expect(
      queue.batches
        .flat()
        .map(({ body }) => body)
        .toSorted(),
    ).toEqual(['0', '1', '2', '3', '4']);
    expect(Math.max(...queue.batches.map((batch) => batch.length))).toBeLessThanOrEqual(2);
  });

  it('runs no more often at once than its mapping says', async () => {
    let running = 0;
    let most = 0;
    const queue = await startQueue({
      mapping: { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
      consumer: async () => {
        most = Math.max(most, (running += 1));
        // On a busy machine, the next one begins late.
        await vi.waitUntil(() => most > 1, { timeout: 60_000 });
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
      },
    });

    await send(queue, ...Array.from({ length: 8 }, (_, i) => `${i}`));
    await queue.mappings.idle();

    expect(most).toBe(2);
  });

  it('may get a message twice', async () => {
    const queue = await startQueue({ faults: { duplicatedBatches: 1 }, consumer: () => undefined });

    await send(queue, 'one');

    await vi.waitFor(() => expect(queue.batches.length).toBeGreaterThan(1), 60_000);
  });
});

describe('a mapping of a queue', () => {
  it.each([
    [{ FilterCriteria: {} }, 'has the property FilterCriteria, which the local cloud does not know'],
    [{ EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:Other' }, 'which is not a queue of the template'],
    [{ FunctionName: 'Other' }, 'calls Other, which is not a function of the template'],
    [{ FunctionResponseTypes: ['Other'] }, 'has the response type Other'],
    [{ BatchSize: 11 }, 'for which it needs a batching window'],
  ])('stops the start with %j, by name', async (mapping, message) => {
    await expect(startQueue({ mapping, consumer: () => undefined })).rejects.toThrow(message);
  });

  it('stops the start where Lambda refuses it: the function may take longer than messages are hidden', async () => {
    await expect(startQueue({ queue: { VisibilityTimeout: 4 }, consumer: () => undefined })).rejects.toThrow(
      "has a function whose timeout is longer than its queue's visibility timeout",
    );
  });
});
