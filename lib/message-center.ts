/** The whole message center as one construct, composed of its parts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Alarm, MathExpression, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IUserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { AccountExports } from './account-exports.ts';
import { FilesBucket } from './files-bucket.ts';
import { type Caller, ServiceFunction } from './function.ts';
import { HttpApi } from './http-api.ts';
import { Identity } from './identity.ts';
import { keepLogs } from './log-retention.ts';
import { MalwareScan } from './malware-scan.ts';
import { MessageStream } from './message-stream.ts';
import { Monitoring } from './monitoring.ts';
import { PostStream } from './post-stream.ts';
import { Pushes } from './pushes.ts';
import { Secrets, bindHandshakeProof, bindRequiredProof } from './secrets.ts';
import type { SettingProps } from './setting-props.ts';
import { requireSettings, resolveSettings, settingNames } from './settings.ts';
import { Sweep } from './sweep.ts';
import { TableCopies } from './table-copies.ts';
import { Tables } from './tables.ts';
import { WebSite } from './web-site.ts';
import { WebSocketApi } from './web-socket-api.ts';

export interface MessageCenterProps extends SettingProps {
  /**
   * Topic that the alarms notify. An `alarmEmail` is subscribed to it.
   *
   * @default - a new topic if there is an `alarmEmail`; without one, alarms are only shown in the console
   */
  readonly alarmTopic?: ITopic;

  /**
   * Existing user pool of the same region that holds the accounts. The message center adds a client and the group
   * `admins`, so the pool must not have a group of that name. `mailFrom`, `retainData` and `deletionProtection` do
   * not apply to the pool.
   *
   * Everyone in the pool can use the message center, so the pool must fit it:
   * - People sign in by user name; signing in by e-mail address as well is fine.
   * - User names have 3 to 30 characters: a to z, digits, `_` and `-`. It is best to ignore case
   *   (`signInCaseSensitive: false`).
   * - E-mail addresses are verified. MFA is optional, with authenticator apps: administrators need one.
   *
   * Accounts whose address is never confirmed stay in it: they may be another application's.
   *
   * A `UserPool` must be in the same stack, with the triggers `preSignUp` and `postConfirmation` free: the message
   * center sets them. It cannot set those of an imported pool. There the owner sets both to `userPoolTrigger`,
   * which the pool may already call, and acknowledges the warning `message-center:userPoolTriggers`. Until then the
   * name of a deleted person can be taken again, and new people are not listed before they first open the page.
   *
   * A pool that sends its mails by SES can have `userPoolTrigger` write them, as `customMessage`: then each says what
   * its code is for. A pool whose mails Cognito sends itself must not.
   *
   * @default - a new user pool
   */
  readonly userPool?: IUserPool;

  /**
   * Folder of the built page, with an `index.html`.
   *
   * @default - the message center's own page, if `npm run build` has built it
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
  /** Holds what people attach to messages and posts. */
  readonly files: FilesBucket;
  /** The given user pool, or a new one. */
  readonly userPool: IUserPool;
  readonly userPoolClient: UserPoolClient;
  /** Called by the user pool before it accepts a user name, once an account is confirmed, and for the text of mails. */
  readonly userPoolTrigger: Function;
  readonly httpApi: HttpApi;
  readonly webSocketApi: WebSocketApi;
  readonly messageStream: MessageStream;
  readonly postStream: PostStream;
  readonly pushes: Pushes;
  readonly site: WebSite;
  /** Undefined for a given pool, whose owner backs it up. */
  readonly accountExports: AccountExports | undefined;
  /** Undefined without `backupVaultArn`. */
  readonly tableCopies: TableCopies | undefined;
  readonly alarms: readonly Alarm[];
  /** Address of the dashboard in the console. */
  readonly dashboardUrl: string;
  /** The topic that the alarms notify, if any. */
  readonly alarmTopic: ITopic | undefined;

  /** @throws {Error} that names a prop with an impossible value and says what to do */
  constructor(scope: Construct, id: string, props: MessageCenterProps = {}) {
    super(scope, id);
    requireSettings(Object.keys(props), [...settingNames, 'alarmTopic', 'userPool', 'page']);
    const { alarmTopic, userPool, page = ownPage } = props;
    const settings = resolveSettings(props);
    if (props.page !== undefined && !existsSync(join(page, 'index.html')))
      throw new Error(`The folder ${page} holds no index.html. Give the folder of a built page as \`page\`.`);

    this.tables = new Tables(this, 'Tables', settings);
    this.files = new FilesBucket(this, 'Files', settings);
    if (settings.scanUploadsFrom !== undefined) new MalwareScan(this, 'MalwareScan', this.files);
    const identity = new Identity(this, 'Identity', { tables: this.tables, settings, userPool });
    this.userPool = identity.userPool;
    this.userPoolClient = identity.client;
    this.userPoolTrigger = identity.trigger.lambda;
    const secrets = new Secrets(this, 'Secrets', settings);
    const parts = { tables: this.tables, identity, settings };
    this.webSocketApi = new WebSocketApi(this, 'WebSocketApi', parts);
    this.httpApi = new HttpApi(this, 'HttpApi', {
      ...parts,
      files: this.files,
      secrets,
      webSocketApi: this.webSocketApi,
    });
    this.messageStream = new MessageStream(this, 'MessageStream', {
      tables: this.tables,
      files: this.files,
      webSocketApi: this.webSocketApi,
      settings,
    });
    this.pushes = new Pushes(this, 'Pushes', { tables: this.tables, secrets, settings });
    const { deadLetters } = this.messageStream;
    this.postStream = new PostStream(this, 'PostStream', {
      tables: this.tables,
      files: this.files,
      webSocketApi: this.webSocketApi,
      deadLetters,
      pushes: this.pushes,
      settings,
    });
    const sweep = new Sweep(this, 'Sweep', {
      tables: this.tables,
      files: this.files,
      identity,
      webSocketApi: this.webSocketApi,
      settings,
    });
    this.accountExports = identity.ownsUserPool ? new AccountExports(this, 'AccountExports', parts) : undefined;
    const { backupVaultArn } = settings;
    this.tableCopies =
      backupVaultArn === undefined
        ? undefined
        : new TableCopies(this, 'TableCopies', { tables: this.tables, settings, backupVaultArn });
    const apis = { httpApi: this.httpApi, webSocketApi: this.webSocketApi };
    this.site = new WebSite(this, 'Site', { page, files: this.files, secrets, settings, ...apis });
    for (const each of [...Object.values(this.httpApi.functions), this.webSocketApi.functions.authorize])
      bindRequiredProof(each, secrets, settings);
    bindHandshakeProof(this.webSocketApi.functions.authorize, secrets, settings);
    for (const api of [this.httpApi, this.webSocketApi]) api.acceptOrigin(this.site.origin);
    this.pushes.sendFrom(this.site.origin);
    const exports = this.accountExports ? [this.accountExports] : [];
    const streams = [this.messageStream, this.postStream];
    this.site.deployPageAfter(identity, this.httpApi, this.webSocketApi, ...streams, this.pushes, sweep, ...exports);
    // Last: it watches what it finds.
    const monitoring = new Monitoring(this, 'Monitoring', { center: this, ...apis, settings, alarmTopic });
    this.alarms = monitoring.alarms;
    keepLogs(this, settings);
    this.alarmTopic = monitoring.topic;
    this.dashboardUrl = monitoring.dashboardUrl;
  }

  /** All functions. The parts have them by name, such as `httpApi.functions.messages`. */
  get functions(): readonly Function[] {
    return this.#serviceFunctions.map(({ lambda }) => lambda);
  }

  /** Those that something calls: the APIs, a stream, a queue, or a schedule or the user pool (`trigger`). */
  functionsOf(caller: Caller): readonly Function[] {
    return this.#serviceFunctions.filter((part) => part.caller === caller).map(({ lambda }) => lambda);
  }

  get #serviceFunctions(): readonly ServiceFunction[] {
    return this.node.findAll().filter((part) => part instanceof ServiceFunction);
  }

  /**
   * Age of the last record that the stream's consumer took, in milliseconds: how late notifications are.
   *
   * @default - maximum over one minute
   */
  metricIteratorAge(options?: MetricOptions): Metric {
    return this.messageStream.metrics.metricIteratorAge(options);
  }

  /**
   * Number of records that the consumer gave up.
   *
   * @default - sum over one minute
   */
  metricDeadLetters(options?: Pick<MetricOptions, 'period'>): MathExpression {
    return this.messageStream.metrics.metricDeadLetters(options);
  }

  /**
   * Number of records that the consumer skipped because they can never be processed.
   *
   * @default - sum over one minute
   */
  metricSkippedEntries(options?: MetricOptions): Metric {
    return this.messageStream.metrics.metricSkippedEntries(options);
  }
}
