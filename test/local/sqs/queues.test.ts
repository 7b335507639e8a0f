/** The queues, through the SDK's client. */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, it, vi } from 'vitest';
import { ServiceError } from '#local/aws/service.ts';
import { temporaryFolder } from '../dynamodb/fixture.ts';
import { startQueue } from './harness.ts';

const receive = async (client: SQSClient, QueueUrl: string, more: object = {}) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];

/** A second is a millisecond. */
const FAST = { faults: { queueSpeed: 1000 } };

describe('a message', () => {
  it('is received with its text and what happened to it, and gone once it is deleted', async () => {
    const { client, url: QueueUrl } = await startQueue();

    const sent = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'Grüße' }));
    const [message] = await receive(client, QueueUrl);

    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'Grüße',
      Attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d{13}$/) as string },
    });
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
  });

  it('is hidden while it is in flight, and received again after the visibility timeout', async () => {
    const { client, url: QueueUrl } = await startQueue({ queue: { VisibilityTimeout: 200 }, ...FAST });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));

    const [first] = await receive(client, QueueUrl);
    const [again] = await receive(client, QueueUrl, { WaitTimeSeconds: 5 });

    expect(again).toMatchObject({ MessageId: first?.MessageId, Attributes: { ApproximateReceiveCount: '2' } });
    // The receipt of an earlier delivery deletes nothing.
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect(await receive(client, QueueUrl, { WaitTimeSeconds: 5 })).toHaveLength(1);
  });

  it('is hidden for as long as it is delayed', async () => {
    const { client, url: QueueUrl } = await startQueue();

    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'late', DelaySeconds: 900 }));

    expect(await receive(client, QueueUrl)).toEqual([]);
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(Attributes).toMatchObject({ ApproximateNumberOfMessagesDelayed: '1' });
  });

  it('can be made visible at once by who received it', async () => {
    const { client, url: QueueUrl } = await startQueue();
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
    const [{ ReceiptHandle } = {}] = await receive(client, QueueUrl);

    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));

    expect(await receive(client, QueueUrl)).toHaveLength(1);
  });

  it('goes to the dead-letter queue instead of being received a fourth time', async () => {
    const { client, url: QueueUrl, lettersUrl } = await startQueue({ queue: { VisibilityTimeout: 1 }, ...FAST });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));

    for (let i = 1; i <= 3; i++)
      await vi.waitFor(
        async () =>
          expect(await receive(client, QueueUrl)).toMatchObject([{ Attributes: { ApproximateReceiveCount: `${i}` } }]),
        60_000,
      );

    await vi.waitFor(async () => {
      expect(await receive(client, QueueUrl)).toEqual([]);
      expect(await receive(client, lettersUrl)).toMatchObject([{ Body: 'poison' }]);
    }, 60_000);
  });

  it('is dropped once it is older than the queue keeps messages', async () => {
    const { client, url: QueueUrl } = await startQueue({ queue: { MessageRetentionPeriod: 60 } });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'old' }));

    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
    try {
      expect(await receive(client, QueueUrl)).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
    expect(await receive(client, QueueUrl)).toEqual([]);
  });

  it('outlives a restart, delays and receive counts included', async () => {
    const dataDir = await temporaryFolder();
    const { client, url: QueueUrl, close } = await startQueue({ dataDir });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'in flight' }));
    await receive(client, QueueUrl, { VisibilityTimeout: 0 });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'late', DelaySeconds: 900 }));
    await close();

    const after = await startQueue({ dataDir });

    expect(await receive(after.client, QueueUrl)).toMatchObject([
      { Body: 'in flight', Attributes: { ApproximateReceiveCount: '2' } },
    ]);
  });
});

describe('a batch', () => {
  it('is sent and deleted by one call, and each entry succeeds or fails for itself', async () => {
    const { client, url: QueueUrl } = await startQueue();

    const { Successful, Failed } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'a', MessageBody: 'one' },
          { Id: 'b', MessageBody: 'two', DelaySeconds: 901 },
        ],
      }),
    );

    expect(Successful).toMatchObject([{ Id: 'a' }]);
    expect(Failed).toMatchObject([{ Id: 'b', SenderFault: true }]);
    const messages = await receive(client, QueueUrl);
    const Entries = messages.map(({ ReceiptHandle }, i) => ({ Id: `${i}`, ReceiptHandle }));
    expect((await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))).Successful).toHaveLength(1);
  });

  it('of eleven, of none, or with two of one name is refused', async () => {
    const { client, url: QueueUrl } = await startQueue();
    const batch = (ids: readonly string[]) =>
      client.send(new SendMessageBatchCommand({ QueueUrl, Entries: ids.map((Id) => ({ Id, MessageBody: 'x' })) }));

    await expect(batch(Array.from({ length: 11 }, (_, i) => `${i}`))).rejects.toMatchObject({
      name: 'TooManyEntriesInBatchRequest',
    });
    await expect(batch([])).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
    await expect(batch(['a', 'a'])).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinct' });
  });
});

describe('a caller', () => {
  it('needs the permission of each action on the queue, and learns nothing without it', async () => {
    const asked: string[] = [];
    const { client, url: QueueUrl } = await startQueue({
      authorize: (action, resource) => {
        asked.push(`${action} ${resource.split(':').at(-1)}`);
        throw new ServiceError('AccessDeniedException', 'no');
      },
    });

    const calls = [
      new SendMessageCommand({ QueueUrl, MessageBody: 'x' }),
      new ReceiveMessageCommand({ QueueUrl }),
      new SendMessageCommand({ QueueUrl: `${QueueUrl}-other`, MessageBody: 'x' }),
    ];
    for (const call of calls)
      await expect(client.send(call as SendMessageCommand)).rejects.toMatchObject({ name: 'AccessDeniedException' });

    expect(asked).toEqual(['sqs:SendMessage Jobs', 'sqs:ReceiveMessage Jobs', 'sqs:SendMessage Jobs-other']);
  });

  it('is told that there is no such queue', async () => {
    const { client, url } = await startQueue();

    await expect(
      client.send(new SendMessageCommand({ QueueUrl: `${url}-other`, MessageBody: 'x' })),
    ).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });
});
