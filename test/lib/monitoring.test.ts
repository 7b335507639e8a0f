/** The alarms of the synthesized stack: they watch all that there is, and each is explained. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { functionsOf, resourcesOf, synthesize, written } from './synthesized.ts';

interface AlarmProperties {
  readonly AlarmDescription: string;
  readonly AlarmActions?: readonly unknown[];
  readonly Metrics?: readonly {
    readonly Expression?: string;
    readonly MetricStat?: { readonly Metric: Watched };
  }[];
}

interface Watched {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}

const template = synthesize();
const alarmsIn = (within = template) =>
  resourcesOf(within, 'AWS::CloudWatch::Alarm').map(([id, { Properties }]) => ({
    name: /^Monitoring(.*?)[0-9A-F]{8}$/.exec(id)?.[1] ?? id,
    ...(Properties as unknown as AlarmProperties),
  }));
/** With what settings add to them. */
const alarms = alarmsIn(synthesize({ scanUploadsFrom: '2026-12-01' }));

/** The dimensions of a metric, over all alarms that watch it: `{MessageStreamMapping}`. */
const watchedOf = (metric: string): string[] =>
  alarms
    .flatMap(({ Metrics = [] }) => Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []))
    .filter(({ MetricName }) => MetricName === metric)
    .flatMap(({ Dimensions = [] }) => Dimensions.map(({ Value }) => written(Value)));

describe('the alarms', () => {
  it('are twenty at most, of ten metrics each, which CloudWatch takes', () => {
    expect(alarms.length).toBeLessThanOrEqual(20);
    for (const { Metrics = [] } of alarms)
      expect(Metrics.filter(({ MetricStat }) => MetricStat).length).toBeLessThanOrEqual(10);
  });

  it('watch every function, whatever part of the stack it is of', () => {
    const functions = [...functionsOf(template).keys()].map((name) => `{${name}Function}`).toSorted();

    expect(watchedOf('Errors').toSorted()).toEqual(functions);
    expect(watchedOf('Duration').toSorted()).toEqual(functions);
  });

  it('compare each duration with the timeout of its own function', () => {
    const timeouts = alarms
      .filter(({ name }) => name.startsWith('Timeouts'))
      .flatMap(({ Metrics = [] }) => {
        const expression = Metrics.flatMap(({ Expression = [] }) => Expression)[0] ?? '';
        const names = Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.Dimensions ?? []);
        const divisors = [...expression.matchAll(/m\d+ \/ (\d+)/g)].map(([, divisor]) => Number(divisor));
        return names.map(({ Value }, i) => [written(Value), divisors[i]] as const);
      });
    const own = [...functionsOf(template)].map(([name, { Properties }]) => [
      `{${name}Function}`,
      Number(Properties['Timeout']) * 1000,
    ]);

    expect(Object.fromEntries(timeouts)).toEqual(Object.fromEntries(own));
  });

  it('watch every event source mapping, and every one that keeps what it gave up', () => {
    const mappings = resourcesOf(template, 'AWS::Lambda::EventSourceMapping');
    const idOf = ([id]: (typeof mappings)[number]) => `{${id.slice(0, -8)}}`;
    const consumers = mappings
      .filter(([, { Properties }]) => Properties['StartingPosition'])
      .map(([, { Properties }]) => written(Properties['FunctionName']));
    const keeping = mappings.filter(([, { Properties }]) => Properties['DestinationConfig']);

    for (const [, { Properties }] of mappings) expect(Properties['MetricsConfig']).toEqual({ Metrics: ['EventCount'] });
    expect(watchedOf('PolledEventCount').toSorted()).toEqual(mappings.map(idOf).toSorted());
    expect(watchedOf('IteratorAge').toSorted()).toEqual(consumers.toSorted());
    for (const metric of ['OnFailureDestinationDeliveredEventCount', 'DroppedEventCount'])
      expect(watchedOf(metric).toSorted()).toEqual(keeping.map(idOf).toSorted());
  });

  it('watch every queue, by its age or, where it keeps what was given up, by its length', () => {
    // Its messages wait on purpose, up to ten minutes: its age says nothing.
    const waiting = '{PushesQueue.QueueName}';
    const queues = resourcesOf(template, 'AWS::SQS::Queue').map(([id]) => `{${id.slice(0, -8)}.QueueName}`);

    expect(
      [...watchedOf('ApproximateAgeOfOldestMessage'), ...watchedOf('ApproximateNumberOfMessagesVisible')].toSorted(),
    ).toEqual(queues.filter((queue) => queue !== waiting).toSorted());
  });

  it('watch every function that a schedule invokes', () => {
    const targets = resourcesOf(template, 'AWS::Events::Rule').flatMap(([, { Properties }]) =>
      (Properties['Targets'] as readonly { readonly Arn: unknown }[]).map(({ Arn }) => written(Arn)),
    );

    expect(watchedOf('AsyncEventsDropped').map((name) => name.replace('}', '.Arn}'))).toEqual(targets);
  });

  it("watch the message center's own metrics, and not those of another in the account", () => {
    const metrics = alarms
      .flatMap(({ Metrics = [] }) => Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []))
      .filter(({ Namespace }) => Namespace === 'MessageCenter');
    const variables = [...functionsOf(template).values()]
      .map(({ Properties }) => (Properties['Environment'] as { Variables?: Record<string, string> })?.Variables)
      .flatMap((each) => each?.['METRICS_SERVICE'] ?? []);

    expect(metrics.length).toBeGreaterThan(0);
    for (const { Dimensions } of metrics) expect(Dimensions).toEqual([{ Name: 'Service', Value: 'MessageCenter' }]);
    expect(new Set(variables)).toEqual(new Set(['MessageCenter']));
  });

  it('each have a line in the docs that says what to do', () => {
    const section = readFileSync('docs/operations.md', 'utf8').split('\n## Alarms')[1]?.split('\n## ')[0] ?? '';
    const explained = section
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.split('|')[1]?.trim() ?? '');

    for (const { name, AlarmDescription } of alarms) {
      const family = name.replace(/\d$/, '');
      expect(explained).toContain(family);
      expect(AlarmDescription).toContain(family);
    }
    expect(explained.slice(1).toSorted()).toEqual(
      [...new Set(alarms.map(({ name }) => name.replace(/\d$/, '')))].toSorted(),
    );
  });

  it('are mailed to the address in the settings', () => {
    const watched = synthesize({ alarmEmail: 'ops@example.com' });

    expect(resourcesOf(watched, 'AWS::SNS::Subscription').map(([, { Properties }]) => Properties)).toMatchObject([
      { Protocol: 'email', Endpoint: 'ops@example.com' },
    ]);
    for (const { AlarmActions = [] } of alarmsIn(watched))
      expect(AlarmActions.map(written)).toEqual(['{MonitoringTopic}']);
    expect(resourcesOf(template, 'AWS::SNS::Topic')).toEqual([]);
  });

  it('have a budget beside them where the settings give one, which mails the same address', () => {
    const budgetsIn = (within: typeof template) =>
      resourcesOf(within, 'AWS::Budgets::Budget').map(([, { Properties }]) => Properties);

    expect(budgetsIn(template)).toEqual([]);
    expect(budgetsIn(synthesize({ monthlyBudget: 50, alarmEmail: 'ops@example.com' }))).toMatchObject([
      {
        Budget: { BudgetLimit: { Amount: 50, Unit: 'USD' }, TimeUnit: 'MONTHLY' },
        NotificationsWithSubscribers: [80, 100].map((Threshold) => ({
          Notification: { Threshold },
          Subscribers: [{ Address: 'ops@example.com' }],
        })),
      },
    ]);
    expect(() => synthesize({ monthlyBudget: 50 })).toThrow('monthlyBudget needs alarmEmail');
  });

  it('know the quotas that the settings give', () => {
    const given = synthesize({ accountConcurrency: 10, mailsPerDay: 200 });
    const thresholdOf = (name: string, within = template) =>
      resourcesOf(within, 'AWS::CloudWatch::Alarm').find(([id]) => id.startsWith(`Monitoring${name}`))?.[1].Properties[
        'Threshold'
      ];

    expect([thresholdOf('Concurrency'), thresholdOf('Mails')]).toEqual([800, 40]);
    expect([thresholdOf('Concurrency', given), thresholdOf('Mails', given)]).toEqual([8, 160]);
    expect(thresholdOf('Mails', synthesize({ mailFrom: 'hello@mail.example.com' }))).toBe(40_000);
  });
});
