/** Settings of event source mappings. */
import { describe, expect, it } from 'vitest';
import { mappingsOf } from '#local/streams/mapping.ts';
import { openTestEngine } from '../dynamodb/fixture.ts';
import { consumerStack } from './harness.ts';

describe('the settings of an event source mapping', () => {
  it("have Lambda's defaults", async () => {
    const stack = consumerStack();
    const engine = await openTestEngine(stack);

    const [mapping] = mappingsOf(stack, engine.streams);

    expect(mapping).toMatchObject({
      batchSize: 100,
      batchingWindowMs: 0,
      parallelizationFactor: 1,
      maximumRetryAttempts: Infinity,
      maximumRecordAgeMs: Infinity,
      bisectsOnError: false,
      reportsBatchItemFailures: false,
      onFailureArn: undefined,
    });
  });

  it.each([
    [{ TumblingWindowInSeconds: 5 }, /Mapping has the property TumblingWindowInSeconds/],
    [
      { EventSourceArn: 'arn:aws:kinesis:eu-west-1:123456789012:stream/Orders' },
      /Mapping reads arn:aws:kinesis.*not the stream of a table/,
    ],
    [{ FunctionName: 'Nobody' }, /Mapping calls Nobody/],
    [{ StartingPosition: 'AT_TIMESTAMP' }, /Mapping starts at AT_TIMESTAMP/],
    [{ FunctionResponseTypes: ['ReportEverything'] }, /ReportEverything/],
    [{ FilterCriteria: { Filters: [{ Pattern: '{"eventName":[{"wildcard":"*"}]}' }] } }, /wildcard/],
  ])('stop the start if they are unknown: %j', async (settings, problem) => {
    const stack = consumerStack(settings);
    const engine = await openTestEngine(stack);

    expect(() => mappingsOf(stack, engine.streams)).toThrow(problem);
  });
});
