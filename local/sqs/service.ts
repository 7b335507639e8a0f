/**
 * The API of the queues: the JSON protocol of Amazon SQS, with its errors and limits.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError, type Authorize, type Service } from '../aws/service.ts';
import type { Queue, Received } from './queue.ts';
import type { Queues } from './queues.ts';

interface Input {
  readonly QueueUrl?: string;
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
  readonly WaitTimeSeconds?: number;
  readonly ReceiptHandle?: string;
  readonly Entries?: readonly Entry[];
}

interface Entry {
  readonly Id: string;
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
  readonly ReceiptHandle?: string;
}

interface Call {
  readonly queue: Queue;
  readonly input: Input;
  readonly sync: boolean | undefined;
}

const MESSAGE_MAX_BYTES = 1024 * 1024;
const DELAY_MAX_SECONDS = 900;
const BATCH_MAX_ENTRIES = 10;
/** Between two looks of a receiver that waits. */
const POLL_MS = 50;

const operations: Readonly<Record<string, { action: string; run: (call: Call) => Promise<object> }>> = {
  SendMessage: { action: 'sqs:SendMessage', run: ({ queue, input, sync }) => send(queue, input, sync) },
  SendMessageBatch: {
    action: 'sqs:SendMessage',
    run: async ({ queue, input, sync }) => {
      const entries = entriesOf(input);
      const size = entries.reduce((sum, { MessageBody = '' }) => sum + Buffer.byteLength(MessageBody), 0);
      if (size > MESSAGE_MAX_BYTES)
        throw new ServiceError(
          'BatchRequestTooLong',
          'The length of all the messages put together is more than the limit.',
        );
      return each(entries, (entry) => send(queue, entry, sync));
    },
  },
  ReceiveMessage: { action: 'sqs:ReceiveMessage', run: ({ queue, input }) => receive(queue, input) },
  DeleteMessage: {
    action: 'sqs:DeleteMessage',
    run: async ({ queue, input }) => {
      await queue.delete(input.ReceiptHandle ?? '');
      return {};
    },
  },
  DeleteMessageBatch: {
    action: 'sqs:DeleteMessage',
    run: ({ queue, input }) =>
      each(entriesOf(input), async ({ ReceiptHandle = '' }) => {
        await queue.delete(ReceiptHandle);
        return {};
      }),
  },
  ChangeMessageVisibility: {
    action: 'sqs:ChangeMessageVisibility',
    run: async ({ queue, input: { ReceiptHandle = '', VisibilityTimeout = 0 } }) => {
      if (!(await queue.changeVisibility(ReceiptHandle, VisibilityTimeout * 1000)))
        throw new ServiceError('MessageNotInflight', 'The message referred to is not in flight.');
      return {};
    },
  },
  GetQueueAttributes: {
    action: 'sqs:GetQueueAttributes',
    run: async ({ queue }) => {
      const { visible, inFlight, delayed } = queue.counts();
      const { arn, visibilityTimeoutMs, delayMs, retentionMs } = queue.settings;
      const attributes = {
        QueueArn: arn,
        ApproximateNumberOfMessages: visible,
        ApproximateNumberOfMessagesNotVisible: inFlight,
        ApproximateNumberOfMessagesDelayed: delayed,
        VisibilityTimeout: visibilityTimeoutMs / 1000,
        DelaySeconds: delayMs / 1000,
        MessageRetentionPeriod: retentionMs / 1000,
      };
      return {
        Attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)])),
      };
    },
  },
};

export function createQueueService(queues: Queues): Service {
  return async ({ headers, body, sync }, authorize) => {
    const name = headers['x-amz-target']?.split('.')[1] ?? '';
    const operation = operations[name];
    if (!operation) throw new ServiceError('UnknownOperationException', `The local queues have no operation ${name}.`);
    const input = JSON.parse(body.toString()) as Input;
    const queue = authorized(queues, input, operation.action, authorize);
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify(await operation.run({ queue, input, sync })),
    };
  };
}

/** A caller without permission does not learn whether there is such a queue. */
function authorized(queues: Queues, { QueueUrl = '' }: Input, action: string, authorize: Authorize): Queue {
  const queue = queues.byUrl(QueueUrl);
  authorize(action, queue?.settings.arn ?? `arn:aws:sqs:::${QueueUrl.split('/').at(-1)}`);
  if (!queue) throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
  return queue;
}

async function send(
  queue: Queue,
  { MessageBody = '', DelaySeconds }: Pick<Input, 'MessageBody' | 'DelaySeconds'>,
  sync: boolean | undefined,
): Promise<object> {
  if (MessageBody === '')
    throw new ServiceError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (Buffer.byteLength(MessageBody) > MESSAGE_MAX_BYTES)
    throw new ServiceError('InvalidParameterValue', `Message must be shorter than ${MESSAGE_MAX_BYTES} bytes.`);
  if (DelaySeconds !== undefined && !(DelaySeconds >= 0 && DelaySeconds <= DELAY_MAX_SECONDS))
    throw new ServiceError(
      'InvalidParameterValue',
      `Value ${DelaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  const delayMs = DelaySeconds === undefined ? undefined : DelaySeconds * 1000;
  const MessageId = await queue.send(MessageBody, delayMs, sync);
  return { MessageId, MD5OfMessageBody: md5(MessageBody) };
}

async function receive(
  queue: Queue,
  { MaxNumberOfMessages = 1, VisibilityTimeout, WaitTimeSeconds = 0 }: Input,
): Promise<object> {
  const until = Date.now() + WaitTimeSeconds * 1000;
  const timeoutMs = VisibilityTimeout === undefined ? undefined : VisibilityTimeout * 1000;
  for (;;) {
    const messages = await queue.receive(Math.min(MaxNumberOfMessages, BATCH_MAX_ENTRIES), timeoutMs);
    if (messages.length > 0 || Date.now() >= until)
      return {
        Messages: messages.map((message) => ({
          MessageId: message.id,
          ReceiptHandle: message.receipt,
          MD5OfBody: md5(message.body),
          Body: message.body,
          Attributes: attributesOf(message),
        })),
      };
    await sleep(POLL_MS);
  }
}

/** What a receiver is told of a message. Numbers are text. */
export const attributesOf = ({ sentAt, receiveCount, firstReceivedAt }: Received): Record<string, string> => ({
  ApproximateReceiveCount: String(receiveCount),
  SentTimestamp: String(Math.round(sentAt)),
  ApproximateFirstReceiveTimestamp: String(Math.round(firstReceivedAt ?? sentAt)),
  SenderId: 'local',
});

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

function entriesOf({ Entries = [] }: Input): readonly Entry[] {
  if (Entries.length === 0) throw new ServiceError('EmptyBatchRequest', 'There should be at least one entry.');
  if (Entries.length > BATCH_MAX_ENTRIES)
    throw new ServiceError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${BATCH_MAX_ENTRIES}.`,
    );
  if (new Set(Entries.map(({ Id }) => Id)).size < Entries.length)
    throw new ServiceError('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same Id.');
  return Entries;
}

/** Does something for each entry of a batch. An error of one is its own. */
async function each(entries: readonly Entry[], run: (entry: Entry) => Promise<object>): Promise<object> {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...(await run(entry)) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      Failed.push({ Id: entry.Id, Code: error.type, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}
