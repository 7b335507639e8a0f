/** The alarms: what a person has to know about. docs/operations.md says of each what to do. */
import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { METRICS_NAMESPACE, type MetricName } from '#functions/aws/environment.ts';
import { accept } from './accept.ts';
import { addBudget } from './budget.ts';
import { addDashboard } from './dashboard.ts';
import type { HttpApi } from './http-api.ts';
import type { Settings } from './settings.ts';
import { serviceOf } from './tables.ts';
import { type Watched, findWatched, metricOfMapping } from './watched.ts';
import type { WebSocketApi } from './web-socket-api.ts';

interface Props {
  /** The message center, whose parts have all been constructed. */
  readonly center: Construct;
  readonly httpApi: HttpApi;
  readonly webSocketApi: WebSocketApi;
  readonly settings: Settings;
  /** Is notified instead of a new topic. */
  readonly alarmTopic: ITopic | undefined;
}

interface Watch {
  /** What is watched. More than ten are spread over several alarms. */
  readonly metrics: readonly Measure[];
  /** Which of them counts, or all. */
  readonly of: 'sum' | 'highest' | 'silent';
  readonly period: Duration;
  /** The alarm goes off above it. */
  readonly threshold: number;
  /** For how many periods in a row. */
  readonly periods: number;
  /** What it means, for the mail. */
  readonly meaning: string;
}

/** A metric, and how metric math makes its values of one unit with the others': ` * 1000`. */
interface Measure {
  readonly metric: Metric;
  readonly scale?: string;
}

/** A hard limit: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
const METRICS_PER_ALARM = 10;
const FIVE_MINUTES = Duration.minutes(5);

export class Monitoring extends Construct {
  readonly alarms: readonly Alarm[];
  /** Address of the dashboard in the console. */
  readonly dashboardUrl: string;
  /** Undefined: the alarms are only shown in the console. */
  readonly topic: ITopic | undefined;

  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id);
    const { alarmEmail } = props.settings;
    const watched = findWatched(props.center);
    this.alarms = Object.entries(watchesOf(props, watched)).flatMap(([name, watch]) =>
      groupsOf(watch.metrics).map((measures, i) => this.#alarm(i === 0 ? name : `${name}${i + 1}`, watch, measures)),
    );
    this.dashboardUrl = addDashboard(this, { ...props, watched, alarms: this.alarms });
    addBudget(this, props.settings);
    this.topic = props.alarmTopic ?? (alarmEmail === undefined ? undefined : this.#createTopic());
    if (!this.topic) return;
    if (alarmEmail !== undefined)
      accept(this.topic.addSubscription(new EmailSubscription(alarmEmail)), {
        'Serverless-SNSRedrivePolicy': 'Nobody watches a queue of mails that failed. The dashboard shows every alarm.',
      });
    for (const alarm of this.alarms) alarm.addAlarmAction(new SnsAction(this.topic));
  }

  #createTopic(): Topic {
    const topic = new Topic(this, 'Topic');
    accept(topic, {
      'AwsSolutions-SNS3': 'Alarms alone publish, from within AWS. A policy here would replace the one that lets them.',
    });
    return topic;
  }

  #alarm(name: string, watch: Watch, measures: readonly Measure[]): Alarm {
    const { of, threshold, periods, meaning } = watch;
    return new Alarm(this, name, {
      metric: combined(measures, watch),
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: of === 'silent' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: `${meaning} docs/operations.md says what to do about ${name}.`,
    });
  }
}

/**
 * Combines metrics by metric math, in which `METRICS()` stands for all of them. A metric without a data point counts as
 * none, and not as missing.
 */
function combined(measures: readonly Measure[], { of, period }: Pick<Watch, 'of' | 'period'>): IMetric {
  const scaled = measures.map(({ scale = '' }, i) => `m${i}${scale}`);
  const expressions = {
    sum: 'SUM(FILL(METRICS(), 0))',
    highest: `MAX([${scaled.join(', ')}])`,
    // Above 0 where one of them has no data point: what is alive reports, if only that there is nothing.
    silent: '1 - MIN(FILL(METRICS(), 0))',
  };
  const usingMetrics = Object.fromEntries(measures.map(({ metric }, i) => [`m${i}`, metric]));
  return new MathExpression({ expression: expressions[of], usingMetrics, period });
}

function watchesOf({ center, httpApi, webSocketApi, settings }: Props, watched: Watched): Record<string, Watch> {
  const { functions, scheduled, mappings, queues, deadLetterQueues } = watched;
  const streams = mappings.filter(({ isStream }) => isStream);
  const own = (metricName: MetricName): Metric =>
    new Metric({
      namespace: METRICS_NAMESPACE,
      metricName,
      dimensionsMap: { Service: serviceOf(center) },
      statistic: Stats.SUM,
    });
  /** Of all functions of the account in the region, since they share its concurrency. */
  const ofAccount = (metricName: string, statistic: string): Metric =>
    new Metric({ namespace: 'AWS/Lambda', metricName, statistic });
  const perFiveMinutes = { of: 'sum', period: FIVE_MINUTES, periods: 1 } as const;

  return {
    ApiErrors: {
      ...perFiveMinutes,
      metrics: [
        { metric: httpApi.stage.metricServerError({ statistic: Stats.SUM }) },
        { metric: webSocketApi.stage.metric('IntegrationError', { statistic: Stats.SUM }) },
        { metric: webSocketApi.stage.metric('ExecutionError', { statistic: Stats.SUM }) },
      ],
      threshold: 10,
      meaning: 'More than ten requests in five minutes were answered with a failure.',
    },
    Latency: {
      metrics: [
        { metric: httpApi.stage.metricLatency({ statistic: 'p99' }) },
        { metric: webSocketApi.stage.metric('IntegrationLatency', { statistic: 'p99' }) },
      ],
      of: 'highest',
      period: FIVE_MINUTES,
      threshold: Duration.seconds(3).toMilliseconds(),
      periods: 3,
      meaning: 'One request in a hundred takes longer than three seconds.',
    },
    FunctionErrors: {
      ...perFiveMinutes,
      metrics: functions.map((each) => ({ metric: each.metricErrors({ statistic: Stats.SUM }) })),
      threshold: 5,
      meaning: 'More than five invocations in five minutes threw, crashed or ran out of time.',
    },
    Timeouts: {
      // The share of its timeout that the slowest invocation of each function took.
      metrics: functions.map((each) => ({
        metric: each.metricDuration({ statistic: Stats.MAXIMUM }),
        scale: ` / ${each.timeout?.toMilliseconds() ?? 0}`,
      })),
      of: 'highest',
      period: FIVE_MINUTES,
      threshold: 0.95,
      periods: 1,
      meaning: 'An invocation took nearly as long as its function may.',
    },
    Throttles: {
      ...perFiveMinutes,
      metrics: [{ metric: ofAccount('Throttles', Stats.SUM) }],
      threshold: 10,
      meaning: 'Lambda refused invocations: the concurrency of the account, or what is reserved, is used up.',
    },
    Concurrency: {
      metrics: [{ metric: ofAccount('ConcurrentExecutions', Stats.MAXIMUM) }],
      of: 'highest',
      period: FIVE_MINUTES,
      threshold: Math.floor(settings.accountConcurrency * 0.8),
      periods: 1,
      meaning: 'Four fifths of the concurrency that the account may use are in use.',
    },
    TableThrottles: {
      ...perFiveMinutes,
      metrics: [{ metric: own('TableThrottles') }],
      threshold: 10,
      meaning: 'DynamoDB refused calls because of their rate.',
    },
    TableErrors: {
      ...perFiveMinutes,
      metrics: [{ metric: own('TableErrors') }],
      threshold: 10,
      meaning: 'DynamoDB failed, or could not be reached.',
    },
    Late: {
      metrics: [
        ...streams.map(({ functionName }) => ({
          metric: new Metric({
            namespace: 'AWS/Lambda',
            metricName: 'IteratorAge',
            dimensionsMap: { FunctionName: functionName },
            statistic: Stats.MAXIMUM,
          }),
        })),
        ...queues.map((queue) => ({
          metric: queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM }),
          scale: ' * 1000',
        })),
      ],
      of: 'highest',
      period: Duration.minutes(1),
      threshold: Duration.minutes(1).toMilliseconds(),
      periods: 3,
      meaning: 'What happened is told or listed more than a minute late: a consumer fails or cannot keep up.',
    },
    StreamsStalled: {
      // A mapping that polls and finds nothing reports 0, one that does not poll nothing at all.
      metrics: mappings
        .filter(({ countsEvents }) => countsEvents)
        .map((mapping) => ({
          metric: metricOfMapping(mapping, 'PolledEventCount', Stats.SAMPLE_COUNT),
        })),
      of: 'silent',
      period: FIVE_MINUTES,
      threshold: 0,
      periods: 3,
      meaning: 'A stream or queue is not read at all.',
    },
    DeadLetters: {
      ...perFiveMinutes,
      metrics: [
        ...mappings
          .filter(({ keepsFailures }) => keepsFailures)
          .flatMap((mapping) => [
            { metric: metricOfMapping(mapping, 'OnFailureDestinationDeliveredEventCount', Stats.SUM) },
            { metric: metricOfMapping(mapping, 'DroppedEventCount', Stats.SUM) },
          ]),
        ...deadLetterQueues.map((queue) => ({
          metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM }),
        })),
      ],
      threshold: 0,
      meaning: 'A consumer gave up records after an hour of failures. They are kept for 14 days.',
    },
    Skipped: {
      ...perFiveMinutes,
      metrics: [{ metric: own('SkippedEntries') }],
      threshold: 0,
      meaning: 'A consumer skipped records that can never be processed. Its log says which.',
    },
    DroppedFrames: {
      ...perFiveMinutes,
      metrics: [{ metric: own('DroppedFrames') }],
      threshold: 50,
      periods: 3,
      meaning: 'Many notices do not reach open sockets. Nothing is lost: people see it when they next look.',
    },
    FailedSignIns: {
      ...perFiveMinutes,
      metrics: [{ metric: own('FailedSignIns') }],
      threshold: 50,
      meaning: 'More than fifty sign-ins failed in five minutes: somebody may be guessing passwords.',
    },
    Mails: {
      metrics: [{ metric: own('Mails') }],
      of: 'sum',
      period: Duration.days(1),
      threshold: Math.floor(mailQuotaOf(settings) * 0.8),
      periods: 1,
      meaning: 'Four fifths of the mails of a day were sent: soon nobody can sign up or set a new password.',
    },
    Schedules: {
      metrics: scheduled.map((each) => ({ metric: each.metric('AsyncEventsDropped', { statistic: Stats.SUM }) })),
      of: 'sum',
      period: Duration.hours(1),
      threshold: 0,
      periods: 1,
      meaning: 'Work that is done at fixed times failed three times in a row and was given up until the next time.',
    },
  };
}

/** Mails in a day: as many as Cognito sends itself, or as SES gives an account that has left its sandbox. */
const mailQuotaOf = ({ mailsPerDay, mailFrom }: Settings): number =>
  mailsPerDay > 0 ? mailsPerDay : mailFrom === undefined ? 50 : 50_000;

const groupsOf = (metrics: readonly Measure[]): readonly (readonly Measure[])[] =>
  Array.from({ length: Math.ceil(metrics.length / METRICS_PER_ALARM) }, (_, i) =>
    metrics.slice(i * METRICS_PER_ALARM, (i + 1) * METRICS_PER_ALARM),
  );
