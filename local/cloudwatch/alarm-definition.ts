/** Reads an `AWS::CloudWatch::Alarm` of the template, with a metric of its own or with metric math. */
import type { Resource } from '../template/resource.ts';
import { type Expression, type Series, compileExpression } from './expression.ts';
import type { Metric, MetricStore } from './metric-store.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html */
export interface AlarmProperties {
  readonly AlarmDescription?: string;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
  readonly ComparisonOperator: string;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly TreatMissingData?: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period?: number;
  readonly Metrics?: readonly Query[];
}

interface Query {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Metric: Pick<AlarmProperties, 'Namespace' | 'MetricName' | 'Dimensions'>;
    readonly Period: number;
    readonly Stat: string;
  };
  readonly ReturnData?: boolean;
}

export interface AlarmDefinition {
  readonly name: string;
  readonly description: string;
  readonly actions: readonly string[];
  readonly okActions: readonly string[];
  readonly periodMs: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: 'breaching' | 'notBreaching' | 'missing';
  readonly metrics: readonly Metric[];
  /** True if a value is beyond the threshold. */
  isBreaching(value: number): boolean;
  /** Returns the values of the last periods before a moment, the oldest first. */
  values(store: MetricStore, until: number): Series;
  /** `> 5` */
  readonly condition: string;
}

const COMPARISONS: Readonly<Record<string, readonly [string, (value: number, threshold: number) => boolean]>> = {
  GreaterThanThreshold: ['>', (value, threshold) => value > threshold],
  GreaterThanOrEqualToThreshold: ['>=', (value, threshold) => value >= threshold],
  LessThanThreshold: ['<', (value, threshold) => value < threshold],
  LessThanOrEqualToThreshold: ['<=', (value, threshold) => value <= threshold],
};

/** A hard limit: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
const METRICS_MAX = 10;

/** @throws {Error} that names the alarm and what of it CloudWatch refuses or the local cloud does not know */
export function readAlarm({ logicalId, ref, properties }: Resource<AlarmProperties>): AlarmDefinition {
  const fail = (what: string) => new Error(`The alarm ${logicalId} ${what}. Teach it in local/cloudwatch.`);
  const { ComparisonOperator, Threshold, EvaluationPeriods, TreatMissingData = 'missing' } = properties;
  const [sign, compare] = COMPARISONS[ComparisonOperator] ?? [];
  if (!sign || !compare) throw fail(`compares by ${ComparisonOperator}, which the local cloud does not know`);
  if (TreatMissingData !== 'breaching' && TreatMissingData !== 'notBreaching' && TreatMissingData !== 'missing')
    throw fail(`treats missing data as ${TreatMissingData}, which the local cloud does not know`);

  const queries = properties.Metrics ?? [single(properties)];
  const stats = queries.flatMap(({ Id, MetricStat }) => (MetricStat ? [{ id: Id, ...MetricStat }] : []));
  const [first] = stats;
  if (!first) throw fail('has no metric');
  if (stats.length > METRICS_MAX) throw fail(`has ${stats.length} metrics, of which CloudWatch takes ${METRICS_MAX}`);
  if (stats.some(({ Period }) => Period !== first.Period)) throw fail('has metrics of several periods');
  const returned = queries.filter(({ ReturnData }) => ReturnData !== false);
  const [watched] = returned;
  if (!watched || returned.length > 1) throw fail('does not return exactly one value');

  const expression = expressionOf(watched, queries);
  const periodMs = first.Period * 1000;
  const metrics = stats.map(({ id, Stat, Metric: metric }) => ({ id, stat: Stat, metric: metricOf(metric) }));
  return {
    name: ref,
    description: properties.AlarmDescription ?? '',
    actions: properties.AlarmActions ?? [],
    okActions: properties.OKActions ?? [],
    periodMs,
    evaluationPeriods: EvaluationPeriods,
    datapointsToAlarm: properties.DatapointsToAlarm ?? EvaluationPeriods,
    treatMissingData: TreatMissingData,
    metrics: metrics.map(({ metric }) => metric),
    isBreaching: (value) => compare(value, Threshold),
    condition: `${sign} ${Threshold}`,
    values(store, until) {
      const starts = Array.from({ length: EvaluationPeriods }, (_, i) => until - (EvaluationPeriods - i) * periodMs);
      const series = metrics.map(({ id, stat, metric }): [string, Series] => [
        id,
        starts.map((from) => store.statistic(metric, stat, from, from + periodMs)),
      ]);
      return expression({ periods: EvaluationPeriods, metrics: new Map(series) });
    },
  };
}

function single({ Namespace, MetricName, Dimensions, Period = 0, ...statistics }: AlarmProperties): Query {
  const Stat = statistics.Statistic ?? statistics.ExtendedStatistic ?? '';
  const metric = {
    ...(Namespace !== undefined && { Namespace }),
    ...(MetricName !== undefined && { MetricName }),
    ...(Dimensions && { Dimensions }),
  };
  return { Id: 'm', MetricStat: { Metric: metric, Period, Stat } };
}

/** Compiles what an alarm watches. An expression's id in another expression stands for it. */
function expressionOf(watched: Query, queries: readonly Query[]): Expression {
  const text = watched.Expression ?? watched.Id;
  const other = queries.find(
    ({ Id, Expression: inner }) => inner !== undefined && Id !== watched.Id && new RegExp(`\\b${Id}\\b`).test(text),
  );
  if (other) throw new Error(`The local cloud does not know expressions of expressions (${text}).`);
  return compileExpression(text);
}

const metricOf = ({ Namespace = '', MetricName = '', Dimensions = [] }: Partial<AlarmProperties>): Metric => ({
  namespace: Namespace,
  name: MetricName,
  dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
});
