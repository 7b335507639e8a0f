/** The alarms: what a person has to know about. */
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Settings } from './settings.ts';
import type { ConsumerMetrics } from './stream-consumer.ts';
import type { Sweep } from './sweep.ts';

interface Props {
  /** The consumers of the two streams. */
  readonly messages: ConsumerMetrics;
  readonly posts: ConsumerMetrics;
  readonly settings: Settings;
  readonly sweep: Sweep;
  /** Is notified instead of a new topic. */
  readonly alarmTopic: ITopic | undefined;
}

interface Watch {
  readonly metric: IMetric;
  /** The alarm goes off above it. */
  readonly threshold: number;
  /** For how many periods in a row. */
  readonly evaluationPeriods: number;
  readonly alarmDescription: string;
}

export class Monitoring extends Construct {
  readonly alarms: readonly Alarm[];
  /** Undefined: the alarms are only shown in the console. */
  readonly topic: ITopic | undefined;

  constructor(scope: Construct, id: string, { messages, posts, sweep, settings: { alarmEmail }, alarmTopic }: Props) {
    super(scope, id);
    const watched: Readonly<Record<string, Watch>> = {
      DeadLetters: {
        metric: messages.metricDeadLetters(),
        threshold: 0,
        evaluationPeriods: 1,
        alarmDescription:
          'The stream consumer gave up records after an hour: some people were not notified. ' +
          'The bucket of dead letters has the records for 14 days; docs/operations.md says how to redrive them.',
      },
      IteratorAge: {
        metric: messages.metricIteratorAge(),
        threshold: Duration.minutes(1).toMilliseconds(),
        evaluationPeriods: 3,
        alarmDescription:
          'Notifications are more than a minute late: the stream consumer fails or cannot keep up. ' +
          'docs/operations.md says what to do.',
      },
      Skipped: {
        metric: messages.metricSkippedEntries(),
        threshold: 0,
        evaluationPeriods: 1,
        alarmDescription:
          'The stream consumer skipped records that can never be processed. ' +
          'Its log says which; docs/operations.md says what to do.',
      },
      PostDeadLetters: {
        metric: posts.metricDeadLetters(),
        threshold: 0,
        evaluationPeriods: 1,
        alarmDescription:
          'The consumer of posts gave up records after an hour: some posts may be missing from the feed, or be there ' +
          'though they are over. docs/operations.md says how to redrive them.',
      },
      PostIteratorAge: {
        metric: posts.metricIteratorAge(),
        threshold: Duration.minutes(1).toMilliseconds(),
        evaluationPeriods: 3,
        alarmDescription:
          'The feed may be more than a minute late: the consumer of posts fails or cannot keep up. ' +
          'docs/operations.md says what to do.',
      },
      PostsSkipped: {
        metric: posts.metricSkippedEntries(),
        threshold: 0,
        evaluationPeriods: 1,
        alarmDescription:
          'The consumer of posts skipped records that can never be processed. ' +
          'Its log says which; docs/operations.md says what to do.',
      },
      Sweep: {
        metric: sweep.metricFailures(),
        threshold: 0,
        evaluationPeriods: 3,
        alarmDescription:
          'The hourly sweep failed three times: something of deleted or unconfirmed accounts stays. ' +
          'Its log says why; docs/operations.md says what to do.',
      },
    };
    this.alarms = Object.entries(watched).map(
      ([name, watch]) =>
        new Alarm(this, name, {
          ...watch,
          comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
          treatMissingData: TreatMissingData.NOT_BREACHING,
        }),
    );
    this.topic = alarmTopic ?? (alarmEmail === undefined ? undefined : new Topic(this, 'Topic'));
    if (!this.topic) return;
    if (alarmEmail !== undefined) this.topic.addSubscription(new EmailSubscription(alarmEmail));
    for (const alarm of this.alarms) alarm.addAlarmAction(new SnsAction(this.topic));
  }
}
