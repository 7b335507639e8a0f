/** The template's queues as on-failure destinations (dead-letter queues). Messages stay until they expire. */
import { randomUUID } from 'node:crypto';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import type { Resource, Stack } from '../template/resource.ts';

interface Message {
  readonly body: string;
  /** Epoch milliseconds. */
  readonly sentAt: number;
}

export interface Queues {
  /**
   * Sends a message. Resolves when it is on the disk.
   * @returns the number of messages in the queue
   * @throws {Error} when the template has no such queue
   */
  send(arn: string, body: string): Promise<number>;
}

interface QueueProperties {
  /** Seconds. */
  readonly MessageRetentionPeriod?: number;
}

/** SQS's default: four days. */
const DEFAULT_RETENTION_SECONDS = 4 * 24 * 60 * 60;

export function openQueues(stack: Stack, engine: { sublevel(name: string): KeyValueStore }): Queues {
  const store = engine.sublevel('queues');
  const queues = new Map(stack.ofType<QueueProperties>('AWS::SQS::Queue').map((queue) => [queue.arn, queue]));

  function find(arn: string): Resource<QueueProperties> {
    const queue = queues.get(arn);
    if (!queue) throw new Error(`The template has no queue ${arn}.`);
    return queue;
  }

  /** Deletes expired messages and counts the others. */
  async function count({ logicalId, properties }: Resource<QueueProperties>): Promise<number> {
    const oldest = Date.now() - (properties.MessageRetentionPeriod ?? DEFAULT_RETENTION_SECONDS) * 1000;
    let messages = 0;
    for (const [key, { sentAt }] of await store.entries<Message>(`${logicalId}/`)) {
      if (sentAt < oldest) await store.del(key);
      else messages += 1;
    }
    return messages;
  }

  return {
    async send(arn, body) {
      const queue = find(arn);
      const message: Message = { body, sentAt: Date.now() };
      await store.put(`${queue.logicalId}/${message.sentAt}/${randomUUID()}`, message);
      return count(queue);
    },
  };
}
