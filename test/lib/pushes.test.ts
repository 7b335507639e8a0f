/** The queue of pushes in the synthesized stack, its consumer and its sender. */

import { describe, expect, it } from 'vitest';
import { CLAIM_MS } from '#functions/core/push/told.ts';
import { resourcesOf, synthesize, written } from './synthesized.ts';

const template = synthesize();
const queues = Object.fromEntries(
  resourcesOf(template, 'AWS::SQS::Queue').map(([id, { Properties }]) => [id.replace(/[0-9A-F]{8}$/, ''), Properties]),
);
const mappingOf = (name: string) =>
  resourcesOf(template, 'AWS::Lambda::EventSourceMapping')
    .map(([, { Properties }]) => Properties)
    .find(({ FunctionName }) => written(FunctionName) === `{${name}Function}`) ?? {};
const functionOf = (name: string) =>
  resourcesOf(template, 'AWS::Lambda::Function').find(([id]) => id.startsWith(`${name}Function`))?.[1].Properties ?? {};

describe('the queue of pushes', () => {
  it('keeps jobs for a day, and those that fail five times for two weeks', () => {
    expect(queues['PushesQueue']).toMatchObject({ MessageRetentionPeriod: 86_400, SqsManagedSseEnabled: true });
    const { RedrivePolicy } = queues['PushesQueue'] as { RedrivePolicy: Record<string, unknown> };
    expect(RedrivePolicy['maxReceiveCount']).toBe(5);
    expect(written(RedrivePolicy['deadLetterTargetArn'])).toBe('{PushesDeadLetters.Arn}');
    expect(queues['PushesDeadLetters']).toMatchObject({
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    });
  });

  it('takes nothing over a connection that is not encrypted', () => {
    const refusing = resourcesOf(template, 'AWS::SQS::QueuePolicy').map(([, { Properties }]) => Properties);

    expect(refusing.flatMap(({ Queues }) => (Queues as unknown[]).map(written)).toSorted()).toEqual([
      '{PushesDeadLetters}',
      '{PushesQueue}',
    ]);
    for (const { PolicyDocument } of refusing)
      expect(PolicyDocument).toMatchObject({
        Statement: [
          {
            Effect: 'Deny',
            Action: 'sqs:*',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      });
  });

  it('hides a job for six times as long as its function may take, and longer than a claim lasts', () => {
    const timeout = Number(functionOf('PushesSender')['Timeout']);
    const hidden = Number(queues['PushesQueue']?.['VisibilityTimeout']);

    expect(hidden).toBe(6 * timeout);
    expect(CLAIM_MS / 1000).toBeGreaterThan(timeout);
    // A function that claims as it times out, and the job that comes again.
    expect(CLAIM_MS / 1000 + timeout).toBeLessThan(hidden);
  });

  it('invokes the sender, which says what failed, and no more than twenty at once', () => {
    const mapping = mappingOf('PushesSender');

    expect(mapping).toMatchObject({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 20 },
    });
    expect(written(mapping['EventSourceArn'])).toBe('{PushesQueue.Arn}');
  });

  it('is filled by a consumer of messages of its own, in order, with no dead letters', () => {
    const mapping = mappingOf('PushesConsumer');
    const { Filters } = mapping['FilterCriteria'] as { Filters: { Pattern: string }[] };

    expect(mapping).toMatchObject({
      MaximumBatchingWindowInSeconds: 1,
      ParallelizationFactor: 1,
      MaximumRecordAgeInSeconds: 3600,
    });
    expect(mapping).not.toHaveProperty('DestinationConfig');
    expect(written(mapping['EventSourceArn'])).toBe('{TablesMessages.StreamArn}');
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      {
        eventName: ['INSERT'],
        dynamodb: {
          Keys: { seq: { N: [{ 'anything-but': ['0'] }] } },
          NewImage: { kind: { S: [{ 'anything-but': ['edit', 'deletion', 'reaction'] }] } },
        },
      },
    ]);
  });
});

it('leaves two readers to each stream, which is what DynamoDB serves', () => {
  const sources = resourcesOf(template, 'AWS::Lambda::EventSourceMapping')
    .map(([, { Properties }]) => written(Properties['EventSourceArn']))
    .filter((source) => source.endsWith('.StreamArn}'));

  expect(sources.toSorted()).toEqual([
    ...['{TablesMessages.StreamArn}', '{TablesMessages.StreamArn}'],
    ...['{TablesPosts.StreamArn}', '{TablesPosts.StreamArn}'],
  ]);
});
