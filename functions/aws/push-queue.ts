/** The queue of what there is to tell. */

import { SQSClient, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { PushQueue, QueuedJob } from '../core/push/job.ts';
import { clientConfiguration } from './client-configuration.ts';
import { inBatches } from './dynamo.ts';

const client = new SQSClient(clientConfiguration);

/** Most messages that SQS takes in one call. */
const BATCH_MAX = 10;

/** @param url of the queue */
export const pushQueue = (url: string): PushQueue => ({
  async send(jobs) {
    const failed = await Promise.all(inBatches(jobs, BATCH_MAX).map((batch) => sendBatch(url, batch)));
    return failed.flat();
  },
});

/** @returns those that SQS did not take, each for itself or all where the call failed after the SDK's retries */
async function sendBatch(QueueUrl: string, batch: readonly QueuedJob[]): Promise<readonly QueuedJob[]> {
  const Entries = batch.map(({ job, delaySeconds }, i) => ({
    Id: String(i),
    MessageBody: JSON.stringify(job),
    DelaySeconds: delaySeconds,
  }));
  try {
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    if (Failed.length > 0) console.error('Jobs could not be queued.', Failed);
    const ids = new Set(Failed.map(({ Id }) => Id));
    return batch.filter((_, i) => ids.has(String(i)));
  } catch (error) {
    console.error('A batch of jobs could not be queued.', error);
    return batch;
  }
}
