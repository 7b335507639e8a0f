/** The queues of the template, as destinations of what could not be processed: messages are kept until they expire. */
import { randomUUID } from 'node:crypto';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import type { Resource, Stack } from '../template/resource.ts';

export interface Message {
  readonly id: string;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly sentAt: number;
}

export interface Queues {
  /** Resolves when the message is on the disk. @throws {Error} when the template has no such queue */
  send(arn: string, body: string): Promise<void>;
  count(arn: string): Promise<number>;
  /** Oldest first. */
  messages(arn: string): Promise<Message[]>;
}

interface QueueProperties {
  /** Seconds. */
  readonly MessageRetentionPeriod?: number;
}

/** SQS keeps messages for four days unless told otherwise. */
const DEFAULT_RETENTION_SECONDS = 4 * 24 * 60 * 60;

export function openQueues(stack: Stack, engine: { sublevel(name: string): KeyValueStore }): Queues {
  const store = engine.sublevel('queues');
  const queues = new Map(stack.ofType<QueueProperties>('AWS::SQS::Queue').map((queue) => [queue.arn, queue]));

  function find(arn: string): Resource<QueueProperties> {
    const queue = queues.get(arn);
    if (!queue) throw new Error(`The template has no queue ${arn}.`);
    return queue;
  }

  async function messages(arn: string): Promise<Message[]> {
    const { logicalId, properties } = find(arn);
    const oldest = Date.now() - (properties.MessageRetentionPeriod ?? DEFAULT_RETENTION_SECONDS) * 1000;
    const kept: Message[] = [];
    for (const [key, message] of await store.entries<Message>(`${logicalId}/`)) {
      if (message.sentAt < oldest) await store.del(key);
      else kept.push(message);
    }
    return kept;
  }

  return {
    async send(arn, body) {
      const message: Message = { id: randomUUID(), body, sentAt: Date.now() };
      await store.put(`${find(arn).logicalId}/${message.sentAt}/${message.id}`, message);
    },
    count: async (arn) => (await messages(arn)).length,
    messages,
  };
}
