/** Alarms: what a person must hear of. */
import { Duration } from 'aws-cdk-lib';
import { type Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { MessageStream } from './message-stream.ts';
import type { Settings } from './settings.ts';

interface Props {
  readonly messageStream: MessageStream;
  readonly settings: Settings;
}

export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, { messageStream, settings: { alarmEmail } }: Props) {
    super(scope, id);
    const alarms: readonly Alarm[] = [
      messageStream.deadLetters
        .metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: Duration.minutes(1) })
        .createAlarm(this, 'DeadLetters', {
          alarmDescription:
            'Messages whose people were not notified: the dead letter queue says where they are, docs/operations.md what to do.',
          threshold: 0,
          evaluationPeriods: 1,
          comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
          treatMissingData: TreatMissingData.NOT_BREACHING,
        }),
      messageStream.consumer.lambda
        .metric('IteratorAge', { statistic: Stats.MAXIMUM, period: Duration.minutes(1) })
        .createAlarm(this, 'IteratorAge', {
          alarmDescription:
            'Notifications come more than a minute late: the stream consumer fails, or can not keep up.',
          threshold: Duration.minutes(1).toMilliseconds(),
          evaluationPeriods: 3,
          comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
          treatMissingData: TreatMissingData.NOT_BREACHING,
        }),
      // As functions/aws/metrics.ts writes it.
      new Metric({
        namespace: 'MessageCenter',
        metricName: 'SkippedEntries',
        statistic: Stats.SUM,
        period: Duration.minutes(1),
      }).createAlarm(this, 'Skipped', {
        alarmDescription:
          'Entries that can never be processed were skipped: the log says which, docs/operations.md what to do.',
        threshold: 0,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
    ];
    if (!alarmEmail) return;
    const topic = new Topic(this, 'Topic');
    topic.addSubscription(new EmailSubscription(alarmEmail));
    for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(topic));
  }
}
