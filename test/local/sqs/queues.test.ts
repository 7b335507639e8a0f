/** Queues as on-failure destinations. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openQueues } from '#local/sqs/queues.ts';
import type { Resource } from '#local/template/resource.ts';
import { openTestEngine, temporaryFolder } from '../dynamodb/fixture.ts';
import { stackOf } from '../dynamodb/stack.ts';

const queue = (logicalId: string, properties = {}): Resource => ({
  logicalId,
  type: 'AWS::SQS::Queue',
  ref: `https://sqs.eu-west-1.amazonaws.com/123456789012/${logicalId}`,
  arn: `arn:aws:sqs:eu-west-1:123456789012:${logicalId}`,
  properties,
});
const [letters, others, brief] = [queue('Letters'), queue('Others'), queue('Brief', { MessageRetentionPeriod: 60 })];
const stack = stackOf(letters, others, brief);

describe('a queue', () => {
  it('counts its messages, including those from before a restart', async () => {
    const dataDir = await temporaryFolder();
    const first = await openTestEngine(stack, { dataDir });
    const queues = openQueues(stack, first);
    expect(await queues.send(letters.arn, 'one')).toBe(1);
    expect(await queues.send(others.arn, 'two')).toBe(1);
    await first.close();

    const reopened = openQueues(stack, await openTestEngine(stack, { dataDir }));

    expect(await reopened.send(letters.arn, 'three')).toBe(2);
  });

  it('deletes a message after its retention period', async () => {
    const queues = openQueues(stack, await openTestEngine(stack));
    await queues.send(brief.arn, 'gone');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    onTestFinished(() => void vi.useRealTimers());

    expect(await queues.send(brief.arn, 'here')).toBe(1);
  });

  it('must be in the template', async () => {
    const queues = openQueues(stack, await openTestEngine(stack));

    await expect(queues.send('arn:aws:sqs:eu-west-1:123456789012:None', 'lost')).rejects.toThrow(/no queue .*None/);
  });
});
