import { describe, expect, it } from 'vitest';
import { openQueues } from '../../../local/sqs/queues.ts';
import type { Resource } from '../../../local/template/resource.ts';
import { openTestEngine, temporaryFolder } from '../dynamodb/fixture.ts';
import { stackOf } from '../dynamodb/stack.ts';

const queue = (logicalId: string, properties = {}): Resource => ({
  logicalId,
  type: 'AWS::SQS::Queue',
  ref: `https://sqs.eu-west-1.amazonaws.com/123456789012/${logicalId}`,
  arn: `arn:aws:sqs:eu-west-1:123456789012:${logicalId}`,
  properties,
});
const [letters, others, brief] = [queue('Letters'), queue('Others'), queue('Brief', { MessageRetentionPeriod: 0 })];
const stack = stackOf(letters, others, brief);

describe('a queue', () => {
  it('keeps its messages in order, apart from other queues, and over a restart', async () => {
    const dataDir = await temporaryFolder();
    const first = await openTestEngine(stack, { dataDir });
    const queues = openQueues(stack, first);
    await queues.send(letters.arn, 'one');
    await new Promise((resolve) => setTimeout(resolve, 2));
    await queues.send(letters.arn, 'two');
    await queues.send(others.arn, 'three');
    await first.close();

    const reopened = openQueues(stack, await openTestEngine(stack, { dataDir }));

    expect((await reopened.messages(letters.arn)).map(({ body }) => body)).toEqual(['one', 'two']);
    expect([await reopened.count(letters.arn), await reopened.count(others.arn)]).toEqual([2, 1]);
  });

  it('forgets a message after its retention period', async () => {
    const queues = openQueues(stack, await openTestEngine(stack));
    await queues.send(brief.arn, 'gone');
    await new Promise((resolve) => setTimeout(resolve, 2));

    expect(await queues.count(brief.arn)).toBe(0);
  });

  it('that the template does not have is an error', async () => {
    const queues = openQueues(stack, await openTestEngine(stack));

    await expect(queues.send('arn:aws:sqs:eu-west-1:123456789012:None', 'lost')).rejects.toThrow(/no queue .*None/);
  });
});
