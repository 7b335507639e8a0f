/** The whole message center as one construct, composed of its parts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Alarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IUserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ServiceFunction } from './function.ts';
import { HttpApi } from './http-api.ts';
import { Identity } from './identity.ts';
import { MessageStream } from './message-stream.ts';
import { Monitoring } from './monitoring.ts';
import { type SettingProps, requireSettings, resolveSettings, settingNames } from './settings.ts';
import { Tables } from './tables.ts';
import { WebSite } from './web-site.ts';
import { WebSocketApi } from './web-socket-api.ts';

export interface MessageCenterProps extends SettingProps {
  /**
   * Topic that the alarms notify. An `alarmEmail` is subscribed to it.
   *
   * @default - a new topic if there is an `alarmEmail`; otherwise the alarms are only shown in the console
   */
  readonly alarmTopic?: ITopic;

  /**
   * User pool that holds the accounts. The message center adds a client and the group `admins`, which must not exist yet.
   *
   * People of the pool are people of the message center: their user names must be 3 to 30 letters a to z, digits, `_` and
   * `-`, and each needs a confirmed e-mail address. So the pool signs people in by user name (and by e-mail address, if
   * they shall have the choice), verifies e-mail addresses, has the feature plan Essentials or Plus (refresh tokens
   * rotate), does not require MFA, and best ignores case.
   *
   * A `UserPool` of the same stack also gets the triggers `preSignUp` and `postConfirmation`, which must be free. To an
   * imported pool nobody but its owner can add them: they set both to `userPoolTrigger`, which allows the pool to call it,
   * and then acknowledge the warning `message-center:userPoolTriggers`. Without the triggers, a deleted person's name can
   * be taken again, and new people are not listed before they first open the page.
   *
   * @default - a new user pool
   */
  readonly userPool?: IUserPool;

  /**
   * Folder of a built page, with an `index.html`.
   *
   * @default - the message center's own page, as `npm run build` leaves it
   */
  readonly page?: string;
}

const ownPage = fileURLToPath(new URL('../web/dist', import.meta.url));

/**
 * Private one-to-one messaging: an HTTP API, a WebSocket API and a page, on Lambda, DynamoDB and Cognito.
 *
 * @example
 * const messages = new MessageCenter(this, 'Messages', { messagesToLoad: 30, alarmTopic });
 * new CfnOutput(this, 'Page', { value: messages.site.origin });
 */
export class MessageCenter extends Construct {
  readonly tables: Tables;
  /** The one handed in, or a new one. */
  readonly userPool: IUserPool;
  readonly userPoolClient: UserPoolClient;
  /** What the user pool calls before it accepts a user name and when an account is confirmed. */
  readonly userPoolTrigger: Function;
  readonly httpApi: HttpApi;
  readonly webSocketApi: WebSocketApi;
  readonly messageStream: MessageStream;
  readonly site: WebSite;
  readonly alarms: readonly Alarm[];
  /** The topic that the alarms notify, if any. */
  readonly alarmTopic: ITopic | undefined;

  /** @throws {Error} naming a prop that cannot be used, and what to do */
  constructor(scope: Construct, id: string, props: MessageCenterProps = {}) {
    super(scope, id);
    requireSettings(Object.keys(props), [...settingNames, 'alarmTopic', 'userPool', 'page']);
    const { alarmTopic, userPool, page = ownPage } = props;
    const settings = resolveSettings(props);
    if (props.page !== undefined && !existsSync(join(page, 'index.html')))
      throw new Error(`The folder ${page} holds no index.html. Give the folder of a built page as \`page\`.`);

    this.tables = new Tables(this, 'Tables', settings);
    const identity = new Identity(this, 'Identity', { tables: this.tables, settings, userPool });
    this.userPool = identity.userPool;
    this.userPoolClient = identity.client;
    this.userPoolTrigger = identity.trigger.lambda;
    const parts = { tables: this.tables, identity, settings };
    this.webSocketApi = new WebSocketApi(this, 'WebSocketApi', parts);
    this.httpApi = new HttpApi(this, 'HttpApi', { ...parts, webSocketApi: this.webSocketApi });
    this.messageStream = new MessageStream(this, 'MessageStream', {
      tables: this.tables,
      webSocketApi: this.webSocketApi,
    });
    this.site = new WebSite(this, 'Site', { page, httpApi: this.httpApi, webSocketApi: this.webSocketApi });
    this.webSocketApi.acceptOrigin(this.site.origin);
    const monitoring = new Monitoring(this, 'Monitoring', { messageStream: this.messageStream, settings, alarmTopic });
    this.alarms = monitoring.alarms;
    this.alarmTopic = monitoring.topic;
  }

  /** All functions. Each part also has its own by name, such as `httpApi.functions.messages`. */
  get functions(): readonly Function[] {
    return this.node
      .findAll()
      .filter((part) => part instanceof ServiceFunction)
      .map(({ lambda }) => lambda);
  }

  /**
   * How long the oldest record of the stream has waited for the consumer, in milliseconds: the delay of notifications.
   *
   * @default - maximum over one minute
   */
  metricIteratorAge(options?: MetricOptions): Metric {
    return this.messageStream.metricIteratorAge(options);
  }

  /**
   * How many dead letters there are: records that the consumer gave up.
   *
   * @default - maximum over one minute
   */
  metricDeadLetters(options?: MetricOptions): Metric {
    return this.messageStream.metricDeadLetters(options);
  }

  /**
   * How many records were skipped, since they can never be processed.
   *
   * @default - sum over one minute
   */
  metricSkippedEntries(options?: MetricOptions): Metric {
    return this.messageStream.metricSkippedEntries(options);
  }
}
