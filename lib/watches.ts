/** What each alarm watches, and what that means. */
import { Duration } from 'aws-cdk-lib';
import type { BackupVault } from 'aws-cdk-lib/aws-backup';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { METRICS_NAMESPACE, type MetricName } from '#functions/aws/environment.ts';
import type { HttpApi } from './http-api.ts';
import type { Settings } from './settings.ts';
import { serviceOf } from './tables.ts';
import { type Watched, metricOfMapping } from './watched.ts';
import type { WebSocketApi } from './web-socket-api.ts';

export interface Watch {
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
export interface Measure {
  readonly metric: Metric;
  readonly scale?: string;
}

interface Props {
  /** The message center, whose parts have all been constructed. */
  readonly center: Construct;
  readonly httpApi: HttpApi;
  readonly webSocketApi: WebSocketApi;
  readonly settings: Settings;
}

const FIVE_MINUTES = Duration.minutes(5);

/** Returns what is watched, by the names of the alarms. */
export function watchesOf({ center, httpApi, webSocketApi, settings }: Props, watched: Watched): Record<string, Watch> {
  const { functions, scheduled, mappings, queues, deadLetterQueues, vaults } = watched;
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
      metrics: [
        { metric: own('SkippedEntries') },
        // A scan that was lost is not made again either. An alarm of its own would be one too many.
        ...(settings.scanUploadsFrom === undefined ? [] : [{ metric: own('OverdueScans') }]),
      ],
      threshold: 0,
      meaning: 'A record that can never be processed, or the scan of a file, was skipped. A log says which.',
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
      metrics: [
        ...scheduled.map((each) => ({ metric: each.metric('AsyncEventsDropped', { statistic: Stats.SUM }) })),
        ...vaults.flatMap((vault) => ['NumberOfBackupJobsFailed', 'NumberOfCopyJobsFailed'].map(failuresOf(vault))),
      ],
      of: 'sum',
      period: Duration.hours(1),
      threshold: 0,
      periods: 1,
      meaning: 'Work that is done at fixed times failed, and was given up until the next time.',
    },
  };
}

/** Mails in a day: as many as Cognito sends itself, or as SES gives an account that has left its sandbox. */
const mailQuotaOf = ({ mailsPerDay, mailFrom }: Settings): number =>
  mailsPerDay > 0 ? mailsPerDay : mailFrom === undefined ? 50 : 50_000;

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html */
const failuresOf =
  ({ backupVaultName }: BackupVault) =>
  (metricName: string): Measure => ({
    metric: new Metric({
      namespace: 'AWS/Backup',
      metricName,
      dimensionsMap: { BackupVaultName: backupVaultName },
      statistic: Stats.SUM,
    }),
  });
