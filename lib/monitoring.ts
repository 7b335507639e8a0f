/** The alarms: what a person has to know about. docs/operations.md says of each what to do. */
import { Alarm, ComparisonOperator, type IMetric, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { accept } from './accept.ts';
import { addBudget } from './budget.ts';
import { addDashboard } from './dashboard.ts';
import type { HttpApi } from './http-api.ts';
import type { Settings } from './settings.ts';
import { findWatched } from './watched.ts';
import { type Measure, type Watch, watchesOf } from './watches.ts';
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

/** A hard limit: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
const METRICS_PER_ALARM = 10;

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

const groupsOf = (metrics: readonly Measure[]): readonly (readonly Measure[])[] =>
  Array.from({ length: Math.ceil(metrics.length / METRICS_PER_ALARM) }, (_, i) =>
    metrics.slice(i * METRICS_PER_ALARM, (i + 1) * METRICS_PER_ALARM),
  );
