/** What a stack is billed for in a month in which nobody is there, as far as its template says it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Quantities } from '../quantities.ts';

export const HOURS_PER_MONTH = 730;

/** A template, as far as it is read here. */
export interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

/** @param assembly the folder that `cdk synth` wrote, with one stack */
export async function readTemplate(assembly: string): Promise<Template> {
  const file = (await readdir(assembly)).find((name) => name.endsWith('.template.json'));
  if (file === undefined) throw new Error(`There is no template in ${assembly}.`);
  return JSON.parse(await readFile(join(assembly, file), 'utf8')) as Template;
}

/**
 * Lambda reads a queue by five long polls at once, of twenty seconds each while there is nothing in it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const POLLS_AT_ONCE = 5;
const SECONDS_PER_POLL = 20;
const POLLS_PER_MONTH = (POLLS_AT_ONCE * HOURS_PER_MONTH * 3600) / SECONDS_PER_POLL;

/** Returns what is billed without any work: schedules are not counted, since what they do is measured. */
export function standingOf(template: Template): Quantities {
  const of = (type: string) => Object.values(template.Resources).filter(({ Type }) => Type === type);
  const polled = of('AWS::Lambda::EventSourceMapping').filter((mapping) => isOfQueue(template, mapping.Properties));
  return {
    alarmMetric: of('AWS::CloudWatch::Alarm').reduce((sum, { Properties }) => sum + metricsOf(Properties), 0),
    dashboard: of('AWS::CloudWatch::Dashboard').filter(({ Properties }) => isLarge(Properties)).length,
    secret: of('AWS::SecretsManager::Secret').length,
    queueRequest: polled.length * POLLS_PER_MONTH,
  };
}

/** Returns what may be billed besides: no page says whether the metrics that mappings report are. */
export const unsureOf = ({ Resources }: Template): Quantities => ({
  metric: Object.values(Resources).filter(
    ({ Type, Properties }) => Type === 'AWS::Lambda::EventSourceMapping' && Properties?.['MetricsConfig'] !== undefined,
  ).length,
});

/** The metrics of a dashboard that is free: https://aws.amazon.com/cloudwatch/pricing/ */
const FREE_DASHBOARD_METRICS = 50;

/** True for a dashboard of more metrics than the free ones have. */
function isLarge(properties: Readonly<Record<string, unknown>> = {}): boolean {
  const { DashboardBody: body } = properties as { DashboardBody?: { 'Fn::Join'?: [string, unknown[]] } | string };
  const parts = typeof body === 'string' ? [body] : (body?.['Fn::Join']?.[1] ?? []);
  const text = parts.map((part) => (typeof part === 'string' ? part : '')).join('');
  // Each metric is a list that begins with its namespace.
  return (text.match(/\["AWS\//g) ?? []).length > FREE_DASHBOARD_METRICS;
}

/** An alarm is billed by the metrics that it watches; what it computes of them is free. */
function metricsOf(properties: Readonly<Record<string, unknown>> = {}): number {
  const metrics = properties['Metrics'] as readonly { readonly MetricStat?: unknown }[] | undefined;
  return metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1;
}

function isOfQueue({ Resources }: Template, properties: Readonly<Record<string, unknown>> = {}): boolean {
  const arn = properties['EventSourceArn'] as { readonly 'Fn::GetAtt'?: readonly string[] } | undefined;
  return Resources[arn?.['Fn::GetAtt']?.[0] ?? '']?.Type === 'AWS::SQS::Queue';
}
