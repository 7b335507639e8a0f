/** Alarms of a template, as CloudWatch evaluates them. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAlarms } from '#local/cloudwatch/alarms.ts';
import { readEmbeddedMetrics } from '#local/cloudwatch/embedded-metrics.ts';
import { createTopics } from '#local/sns/topics.ts';
import { smallStack } from '../../support/small-assembly.ts';

const METRIC = { namespace: 'App', name: 'Failures', dimensions: { Service: 'one' } };

const alarm = (properties: object = {}) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmDescription: 'It fails.',
    Namespace: 'App',
    MetricName: 'Failures',
    Dimensions: [{ Name: 'Service', Value: 'one' }],
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 2,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [{ Ref: 'Team' }],
    ...properties,
  },
});

const topic = {
  Team: { Type: 'AWS::SNS::Topic', Properties: {} },
  Mail: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Team' }, Protocol: 'email', Endpoint: 'ops@example.com' },
  },
};

async function watching(properties: object = {}, more: Readonly<Record<string, object>> = {}) {
  const stack = await smallStack({ resources: { Watch: alarm(properties), ...topic, ...more } });
  const lines: string[] = [];
  const topics = createTopics(stack);
  const alarms = createAlarms({ stack, topics, log: (line) => lines.push(line) });
  onTestFinished(() => alarms.close());
  return {
    lines,
    fail: (value = 1) => alarms.store.add(METRIC, value),
    add: alarms.store.add.bind(alarms.store),
    pass: (minutes = 1) => alarms.advance(minutes),
    state: () => alarms.statuses()[0]?.state,
    notices: () => topics.notices(),
  };
}

describe('an alarm', () => {
  it('goes off above its threshold, once, and is told to the addresses of its topic', async () => {
    const { fail, pass, state, notices, lines } = await watching();

    fail(2);
    pass();
    const atThreshold = state();
    fail(3);
    pass();

    expect([atThreshold, state()]).toEqual(['OK', 'ALARM']);
    fail(3);
    pass();
    expect(notices()).toMatchObject([{ to: ['ops@example.com'], subject: 'ALARM: "Watch" in us-east-1' }]);
    expect(JSON.parse(notices()[0]?.message ?? '')).toMatchObject({ AlarmName: 'Watch', NewStateValue: 'ALARM' });
    expect(lines).toEqual([expect.stringContaining('[alarm] Watch: 1 of 1 values (3) are > 2. It fails.')]);
    pass();
    expect(state()).toBe('OK');
  });

  it('waits for as many periods in a row as it says', async () => {
    const { fail, pass, state } = await watching({ EvaluationPeriods: 3 });

    const states = [];
    for (const value of [3, 3, 0, 3, 3, 3]) {
      fail(value);
      pass();
      states.push(state());
    }

    expect(states).toEqual(['OK', 'OK', 'OK', 'OK', 'OK', 'ALARM']);
  });

  it('goes off for some of its periods if it says so', async () => {
    const { fail, pass, state } = await watching({ EvaluationPeriods: 3, DatapointsToAlarm: 2 });

    for (const value of [3, 0, 3]) {
      fail(value);
      pass();
    }

    expect(state()).toBe('ALARM');
  });

  it('adds up what came in a longer period', async () => {
    const { fail, pass, state } = await watching({ Period: 300 });

    fail(2);
    pass(4);
    fail(1);
    pass();

    expect(state()).toBe('ALARM');
  });

  it.each([
    ['notBreaching', 'OK'],
    ['missing', 'INSUFFICIENT_DATA'],
    ['breaching', 'ALARM'],
  ])('treats missing data as %s', async (TreatMissingData, expected) => {
    const { pass, state } = await watching({ TreatMissingData, EvaluationPeriods: 2 });

    pass(2);

    expect(state()).toBe(expected);
  });

  it('says nothing of a time before anything was measured', async () => {
    const { pass, state } = await watching({ TreatMissingData: 'breaching', EvaluationPeriods: 3 });

    pass(2);

    expect(state()).toBe('INSUFFICIENT_DATA');
  });

  it.each([
    ['Sum', 106, 'OK'],
    ['Maximum', 99, 'ALARM'],
    ['Average', 26, 'ALARM'],
    ['SampleCount', 3, 'ALARM'],
    ['Minimum', 0, 'ALARM'],
  ])('takes the %s of its values', async (Statistic, Threshold, expected) => {
    const { fail, pass, state } = await watching({ Statistic, Threshold });

    for (const value of [1, 2, 3, 100]) fail(value);
    pass();

    expect(state()).toBe(expected);
  });

  it('takes a percentile', async () => {
    const { fail, pass, state } = await watching({ Statistic: undefined, ExtendedStatistic: 'p90', Threshold: 89 });

    for (let value = 1; value <= 100; value++) fail(value);
    pass();

    expect(state()).toBe('ALARM');
  });

  it('combines metrics', async () => {
    const stat = (name: string) => ({
      MetricStat: { Metric: { Namespace: 'App', MetricName: name }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    });
    const { add, pass, state } = await watching({
      ...Object.fromEntries(
        ['Namespace', 'MetricName', 'Dimensions', 'Statistic', 'Period'].map((name) => [name, undefined]),
      ),
      Metrics: [
        { Id: 'all', Expression: 'SUM(FILL(METRICS(), 0))' },
        { Id: 'm0', ...stat('One') },
        { Id: 'm1', ...stat('Other') },
      ],
    });

    add({ namespace: 'App', name: 'One', dimensions: {} }, 2);
    add({ namespace: 'App', name: 'Other', dimensions: {} }, 1);
    pass();

    expect(state()).toBe('ALARM');
  });

  it.each([
    ['compares in a way', { ComparisonOperator: 'LessThanLowerThreshold' }, 'compares by LessThanLowerThreshold'],
    ['treats missing data in a way', { TreatMissingData: 'ignore' }, 'treats missing data as ignore'],
    ['acts on something', { AlarmActions: ['arn:aws:lambda:us-east-1:1:function:f'] }, 'it is no topic of SNS'],
    ['watches a metric', { Namespace: 'AWS/S3', MetricName: 'BucketSizeBytes' }, 'AWS/S3 BucketSizeBytes'],
  ])('that %s that is not known stops the start', async (_, properties, message) => {
    await expect(watching(properties)).rejects.toThrow(message);
  });

  it('of a subscription by something else than mail stops the start', async () => {
    const text = { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { Ref: 'Team' }, Protocol: 'sms' } };

    await expect(watching({}, { Text: text })).rejects.toThrow('by sms');
  });
});

describe('a line in the embedded metric format', () => {
  const read = (line: string) => {
    const found: unknown[] = [];
    readEmbeddedMetrics(line, (metric, value) => found.push({ ...metric, value }));
    return found;
  };

  it('is a value of each of its metrics', () => {
    const metadata = {
      Timestamp: 1,
      CloudWatchMetrics: [{ Namespace: 'App', Dimensions: [['Service'], []], Metrics: [{ Name: 'Failures' }] }],
    };

    expect(read(JSON.stringify({ _aws: metadata, Service: 'one', Failures: 2 }))).toEqual([
      { namespace: 'App', name: 'Failures', dimensions: { Service: 'one' }, value: 2 },
      { namespace: 'App', name: 'Failures', dimensions: {}, value: 2 },
    ]);
    expect(read(JSON.stringify({ _aws: metadata, Failures: 2 }))).toHaveLength(1);
  });

  it.each(['plain text', '{"_aws": broken', '{"message":"_aws"}'])('is none of %s', (line) => {
    expect(read(line)).toEqual([]);
  });
});
