/** The template's queues. */
import type { ReportMetric } from '../cloudwatch/embedded-metrics.ts';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import type { Faults } from '../faults.ts';
import type { Resource, Stack } from '../template/resource.ts';
import { Queue } from './queue.ts';

interface QueueProperties {
  readonly QueueName?: string;
  readonly DelaySeconds?: number;
  readonly VisibilityTimeout?: number;
  readonly MessageRetentionPeriod?: number;
  readonly FifoQueue?: boolean;
  readonly RedrivePolicy?: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const DEFAULTS = { DelaySeconds: 0, VisibilityTimeout: 30, MessageRetentionPeriod: 4 * 24 * 60 * 60 };

export interface Queues {
  byArn(arn: string): Queue | undefined;
  byUrl(url: string): Queue | undefined;
  /** Reports how long each queue is, and how long its oldest message has waited. */
  sample(report: ReportMetric): void;
}

interface Options {
  readonly stack: Stack;
  readonly store: KeyValueStore;
  readonly faults: Pick<Faults, 'queueSpeed'>;
}

/** @throws {Error} that names a queue which the local cloud does not support */
export async function openQueues({ stack, store, faults }: Options): Promise<Queues> {
  const queues = new Map<string, Queue>();
  for (const resource of stack.ofType<QueueProperties>('AWS::SQS::Queue')) {
    const settings = settingsOf(resource, stack.localize(resource.ref), (arn) => queues.get(arn));
    queues.set(resource.arn, await Queue.open(settings, store, () => faults.queueSpeed));
  }
  for (const { logicalId, properties } of stack.ofType<QueueProperties>('AWS::SQS::Queue')) {
    const target = properties.RedrivePolicy?.deadLetterTargetArn;
    if (target !== undefined && !queues.has(target))
      throw new Error(`The queue ${logicalId} redrives to ${target}, which is no queue of the template.`);
  }
  return {
    byArn: (arn) => queues.get(arn),
    /**
     * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
     */
    sample(report) {
      for (const [arn, queue] of queues) {
        const dimensions = { QueueName: arn.split(':').at(-1) ?? '' };
        const add = (name: string, value: number) => report({ namespace: 'AWS/SQS', name, dimensions }, value);
        add('ApproximateNumberOfMessagesVisible', queue.counts().visible);
        add('ApproximateAgeOfOldestMessage', queue.oldestAgeMs() / 1000);
      }
    },
    byUrl: (url) => [...queues.values()].find(({ settings }) => settings.url === url),
  };
}

function settingsOf(
  { logicalId, arn, properties }: Resource<QueueProperties>,
  url: string,
  find: (arn: string) => Queue | undefined,
) {
  const { DelaySeconds, VisibilityTimeout, MessageRetentionPeriod } = { ...DEFAULTS, ...properties };
  if (properties.FifoQueue)
    throw new Error(`The queue ${logicalId} is a FIFO queue; the local cloud has standard ones.`);
  const { RedrivePolicy: policy } = properties;
  const to = (): Queue => {
    const queue = find(policy?.deadLetterTargetArn ?? '');
    if (!queue) throw new Error(`The queue ${logicalId} has no dead-letter queue.`);
    return queue;
  };
  return {
    name: logicalId,
    arn,
    url,
    delayMs: DelaySeconds * 1000,
    visibilityTimeoutMs: VisibilityTimeout * 1000,
    retentionMs: MessageRetentionPeriod * 1000,
    redrive: policy && { to, maxReceiveCount: policy.maxReceiveCount },
  };
}
