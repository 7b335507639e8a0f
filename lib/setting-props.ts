/** The plain settings of a message center, as they are given. */
import type { AttachmentSettingProps } from './attachment-settings.ts';

export interface SettingProps extends AttachmentSettingProps {
  /**
   * How many messages a conversation opens with: 1 to 100.
   *
   * @default 15
   */
  readonly messagesToLoad?: number;

  /**
   * The generation of the logs of messages, which is stored with every entry. A restore raises it, in the functions and
   * in `cdk.json`; never lower it: devices tell by it that what they keep is of another timeline.
   *
   * @default 1
   */
  readonly logGeneration?: number;

  /**
   * The generation of the user pool. Another one makes a new, empty pool, and leaves the old one in the account if data
   * is retained: docs/operations.md, "A new user pool". Everybody is signed out, and needs a new password.
   *
   * @default 1
   */
  readonly userPoolGeneration?: number;

  /**
   * How many messages, edits, deletions and reactions one person may write per minute in one conversation: up to 60000.
   * 0 sets no limit.
   *
   * @default 60
   */
  readonly sendsPerMinute?: number;

  /**
   * How many of them one person may write at once: 1 to 1000.
   *
   * @default 20
   */
  readonly sendBurst?: number;

  /**
   * How many conversations one person may start per hour: up to 10000. 0 sets no limit.
   *
   * @default 20
   */
  readonly conversationsPerHour?: number;

  /**
   * How many posts one person may publish per day (UTC): up to 1000. 0 sets no limit.
   *
   * @default 3
   */
  readonly postsPerDay?: number;

  /**
   * How many posts of one person may be open at a time: up to 100. 0 sets no limit.
   *
   * @default 10
   */
  readonly openPosts?: number;

  /**
   * Over how many partitions the feed spreads the posts of a day: 1 to 16. A change takes effect on the next day (UTC).
   * One takes about 500 posts and serves about 1,200 first pages a second.
   *
   * @default 1
   */
  readonly postShards?: number;

  /**
   * What announces a message: its id, or small texts as well. With `inline`, clients do not download a message whose
   * text came with its announcement, which saves a fifth of its costs. A text that is under way to a socket while the
   * socket's session ends still arrives.
   *
   * @default 'ids'
   */
  readonly notify?: 'ids' | 'inline';

  /**
   * How many mails about accounts (sign-ups, codes, new passwords) may be requested from one network in an hour: up to
   * 10000. A network is an IPv4 address, or a /64 of IPv6. 0 sets no limit.
   *
   * @default 30
   */
  readonly mailsPerHour?: number;

  /**
   * How many mails a day may be sent, for the alarm that warns of the last fifth: up to 10000000. 0 stands for the
   * quota of a new account: 50, or 50000 where SES sends them (`mailFrom`).
   *
   * @default 0
   */
  readonly mailsPerDay?: number;

  /**
   * How many invocations the account may run at once in the region (Lambda's quota *Concurrent executions*), for the
   * alarm that warns of the last fifth: 10 to 1000000. At least 100 of them cannot be set aside.
   *
   * @default 1000
   */
  readonly accountConcurrency?: number;

  /**
   * How many invocations of the consumer of messages are set aside for it, and may run at once: up to 1000. 0 sets none
   * aside: an account must keep 100 for all other functions, and a new one may have 10 in all. It would refuse this,
   * and the deployment would be undone.
   *
   * @default 0
   */
  readonly consumerConcurrency?: number;

  /**
   * The same for the function that authorizes WebSockets, which a storm of handshakes invokes.
   *
   * @default 0
   */
  readonly authorizerConcurrency?: number;

  /**
   * How many US dollars the account may cost in a month, for a mail to `alarmEmail` at four fifths of them, and where
   * they are forecast to be exceeded: up to 1000000. 0 sets no budget.
   *
   * @default 0
   */
  readonly monthlyBudget?: number;

  /**
   * How many days logs are kept: one of the numbers that CloudWatch knows, such as 7, 30, 90 or 365.
   *
   * @default 30
   */
  readonly logDays?: number;

  /**
   * How many days back the tables can be restored to any second: 1 to 35.
   *
   * @default 35
   */
  readonly recoveryDays?: number;

  /**
   * How many days a daily copy of the tables is kept (`backupVaultArn`), and a deleted file in the copy of files
   * (`replicaBucketArn`): 1 to 35. Each day's copy is a whole one.
   *
   * @default 7
   */
  readonly copyDays?: number;

  /**
   * How many requests per second each of the two APIs takes, from everybody together: 1 to 100000. Above that, and
   * above the account's own quota, the gateway refuses with 429.
   *
   * @default 10000, the quota of a new account
   */
  readonly requestsPerSecond?: number;

  /**
   * How many of them each API takes at once: 1 to 100000.
   *
   * @default 5000, the quota of a new account
   */
  readonly requestBurst?: number;

  /**
   * The push services that browsers may name, by their hosts, separated by commas; `*.` stands for any host below.
   * Pushes are posted to no other address.
   *
   * @default - those of Google, Mozilla, Apple and Microsoft
   */
  readonly pushHosts?: string;

  /**
   * E-mail address that alarms notify, once its owner has confirmed the mail that SNS sends.
   *
   * @default - none
   */
  readonly alarmEmail?: string;

  /**
   * The day (UTC) from which on files are handed out only once GuardDuty has scanned them for malware and found
   * nothing: `2026-12-01`. Choose the day after the deployment that sets it: what was stored before is not scanned.
   *
   * @default - none, and no file is scanned
   */
  readonly scanUploadsFrom?: string;

  /**
   * ARN of a vault of AWS Backup in another account or region, into which the tables are copied each day. Its access
   * policy lets this account copy into it; another account is of the same organization. `npm run deploy:copies` makes
   * one.
   *
   * @default - none, and the tables are copied nowhere
   */
  readonly backupVaultArn?: string;

  /**
   * ARN of a bucket with versions, in another account or region, to which files and the exports of accounts are
   * replicated. Its policy lets this account do so. `npm run deploy:copies` makes one.
   *
   * @default - none, and files are replicated nowhere
   */
  readonly replicaBucketArn?: string;

  /**
   * Sender of the mails about accounts: an address of a domain that is verified in SES in the stack's region. Only then
   * each mail says what its code is for.
   *
   * @default - Cognito sends the mails itself, about 50 a day, all with one text
   */
  readonly mailFrom?: string;

  /**
   * Host name of the site, in lower case, with a certificate (`certificateArn`). Page, API and WebSocket answer there.
   *
   * @default - one that CloudFront makes: `d111111abcdef8.cloudfront.net`
   */
  readonly domainName?: string;

  /**
   * ARN of the certificate for `domainName`, of ACM in us-east-1.
   *
   * @default - none, so `domainName` cannot be set
   */
  readonly certificateArn?: string;

  /**
   * ARN of a web ACL of AWS WAF for CloudFront, which then filters all requests: both APIs refuse those that did not
   * come through the distribution.
   *
   * @default - none
   */
  readonly webAclArn?: string;

  /**
   * Address of the terms of use, which the page links to.
   *
   * @default - none, and no link
   */
  readonly termsUrl?: string;

  /**
   * Address of the privacy policy, which the page links to.
   *
   * @default - none, and no link
   */
  readonly privacyUrl?: string;

  /**
   * Address of the imprint, which the page links to.
   *
   * @default - none, and no link
   */
  readonly imprintUrl?: string;

  /**
   * Whether tables, accounts, files, dead letters and the root secret outlive the stack.
   *
   * @default true
   */
  readonly retainData?: boolean;

  /**
   * Whether retained tables and accounts, and the app's stack, cannot be deleted before this is turned off. Turn it off
   * for a deployment that creates them: where one fails, protected ones would be left behind. `npm run deploy` does.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;

  /**
   * Whether to set the role with which API Gateway writes logs. An account has one such role per region. Turn this
   * off if it is set already: the stack would replace it.
   *
   * @default true
   */
  readonly gatewayLogsRole?: boolean;
}
