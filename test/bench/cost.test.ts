/** The figures of docs/cost.md and README.md are what the formulas give, of what was measured last. */
import { readFileSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';
import { HABITS, RUNS, personOf } from '#bench/bill/month.ts';
import { readRecorded } from '#bench/bill/recorded.ts';
import { readTemplate, standingOf, unsureOf } from '#bench/bill/standing.ts';
import { sentenceOf, tablesOf, withTables } from '#bench/bill/tables.ts';
import { type Price, PRICES } from '#bench/price-list.ts';
import { add, dollarsOf, quantitiesOf } from '#bench/quantities.ts';
import { Meter, totalOf } from '#local/usage/meter.ts';

const textOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

async function billOf() {
  const template = await readTemplate(inject('assembly'));
  return { recorded: await readRecorded(), standing: standingOf(template), unsure: unsureOf(template) };
}

describe('what it costs', () => {
  it('stands in docs/cost.md as it is computed: npm run cost -- --recorded --write', async () => {
    const page = textOf('docs/cost.md');

    expect(page).toBe(withTables(page, tablesOf(await billOf())));
  });

  it('stands in README.md', async () => {
    expect(textOf('README.md')).toContain(sentenceOf(await billOf()));
  });

  it('rests on prices that are from a page, or listed to be confirmed', () => {
    const [, list = ''] = textOf('docs/operations.md').split('## To confirm on the first deployment');
    const line = list.split('\n').find((each) => each.includes('cost.md#prices')) ?? '';

    const unsure = Object.values<Price>(PRICES).filter(({ certainty }) => certainty !== 'page');
    expect([...new Set(unsure.map(({ service }) => service))].filter((service) => !line.includes(service))).toEqual([]);
  });

  it('leaves no place of the page empty, and finds one for every table', async () => {
    const tables = tablesOf(await billOf());

    expect(() => withTables('', tables)).toThrow('no place for the table');
    expect(textOf('docs/cost.md').match(/<!-- table: /g)).toHaveLength(Object.keys(tables).length);
  });
});

describe('a month of people', () => {
  it('has what conversations of a day write to inboxes: a mark, and five units for a place', async () => {
    const person = personOf(await readRecorded(), 100);

    const days = HABITS.days * HABITS.conversationsPerDay;
    expect(person['the order of inboxes']).toMatchObject({ writeUnit: days * 6, readUnit: days });
  });
});

describe('a month without anybody', () => {
  it('has the schedules of the template', async () => {
    const { Resources } = await readTemplate(inject('assembly'));
    const rules = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Events::Rule');

    const rates = rules.map(({ Properties }) => Properties?.['ScheduleExpression']);
    expect(rates).toHaveLength(Object.keys(RUNS).length);
    expect(rates).toEqual(expect.arrayContaining(Object.keys(RUNS)));
  });

  const metric = (id: string) => ({ Id: id, MetricStat: {} });
  const resource = (Type: string, Properties = {}) => ({ Type, Properties });

  it('costs each metric of an alarm, each secret, and polls of each queue', () => {
    const standing = standingOf({
      Resources: {
        one: resource('AWS::CloudWatch::Alarm', { MetricName: 'Errors' }),
        sum: resource('AWS::CloudWatch::Alarm', { Metrics: [metric('a'), metric('b'), { Expression: 'a + b' }] }),
        secret: resource('AWS::SecretsManager::Secret'),
        queue: resource('AWS::SQS::Queue'),
        table: resource('AWS::DynamoDB::Table'),
        jobs: resource('AWS::Lambda::EventSourceMapping', { EventSourceArn: { 'Fn::GetAtt': ['queue', 'Arn'] } }),
        stream: resource('AWS::Lambda::EventSourceMapping', {
          EventSourceArn: { 'Fn::GetAtt': ['table', 'StreamArn'] },
          MetricsConfig: { Metrics: ['EventCount'] },
        }),
      },
    });

    expect(standing).toEqual({ alarmMetric: 3, dashboard: 0, secret: 1, queueRequest: 657_000 });
  });

  it.each([
    [50, 0],
    [51, 1],
  ])('costs a dashboard of %i metrics as %i', (metrics, billed) => {
    const metricsOf = Array.from({ length: metrics }, () => ['AWS/Lambda', 'Errors']);
    const DashboardBody = { 'Fn::Join': ['', [JSON.stringify({ metrics: metricsOf }), { Ref: 'Region' }]] };

    expect(standingOf({ Resources: { all: resource('AWS::CloudWatch::Dashboard', { DashboardBody }) } })).toMatchObject(
      {
        dashboard: billed,
      },
    );
  });
});

describe('quantities', () => {
  it('are what counts are billed as', () => {
    const meter = new Meter();
    const account = meter.account('GET /', 'Function');
    account.addInvocation(1);
    for (const operation of ['GetItem', 'CopyObject', 'DeleteObject', 'SendMessageBatch', 'GetSecretValue'])
      account.addCall(operation);
    account.addLog(1e9);
    account.addOriginBytes(2e9);

    expect(quantitiesOf(totalOf(meter.snapshot()))).toMatchObject({
      invocation: 1,
      gbSecond: 0.027,
      objectWrite: 1,
      objectRead: 0,
      queueRequest: 3,
      secretCall: 1,
      logGb: 1,
      originGb: 2,
    });
  });

  it('cost nothing as far as they are free', () => {
    const month = add([2, { alarmMetric: 10 }], [1, { secret: 1 }]);

    expect(dollarsOf(month)).toBeCloseTo(2.4);
    expect(dollarsOf(month, true)).toBeCloseTo(1.4);
  });
});
