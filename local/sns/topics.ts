/** SNS: topics, and the notices that were published to them. Nothing is mailed. */
import type { Stack } from '../template/resource.ts';

export interface Notice {
  /** The topic's ARN. */
  readonly topic: string;
  /** Addresses that the topic would mail it to, once they have confirmed. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly message: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface Topics {
  /** @throws {Error} that names who publishes there, if it is not a topic */
  require(arn: string, publisher: string): void;
  publish(topic: string, notice: Pick<Notice, 'subject' | 'message'>): void;
  /** Returns the last notices, the newest first. */
  notices(): readonly Notice[];
}

interface SubscriptionProperties {
  readonly TopicArn: string;
  readonly Protocol: string;
  readonly Endpoint?: string;
}

const NOTICES_MAX = 100;

/** @throws {Error} that names a subscription by something else than mail */
export function createTopics(stack: Stack): Topics {
  const subscriptions = stack.ofType<SubscriptionProperties>('AWS::SNS::Subscription');
  const other = subscriptions.find(({ properties }) => properties.Protocol !== 'email');
  if (other)
    throw new Error(
      `The subscription ${other.logicalId} is by ${other.properties.Protocol}; the local cloud knows email only. ` +
        'Teach it in local/sns/topics.ts.',
    );
  const notices: Notice[] = [];
  return {
    require(arn, publisher) {
      if (!/^arn:[^:]+:sns:/.test(arn))
        throw new Error(`The local cloud does not know ${arn}, an action of ${publisher}: it is no topic of SNS.`);
    },
    publish(topic, { subject, message }) {
      const to = subscriptions
        .filter(({ properties }) => properties.TopicArn === topic)
        .flatMap(({ properties: { Endpoint } }) => (Endpoint === undefined ? [] : [Endpoint]));
      notices.unshift({ topic, to, subject, message, at: Date.now() });
      notices.length = Math.min(notices.length, NOTICES_MAX);
    },
    notices: () => notices,
  };
}
