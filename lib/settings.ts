/** The plain settings of a message center: their defaults, and the values they take. */
import { Token } from 'aws-cdk-lib';
import type { AttachmentSettingProps } from './attachment-settings.ts';
import { nearestName } from './nearest-name.ts';

export interface SettingProps extends AttachmentSettingProps {
  /**
   * How many messages a conversation opens with: 1 to 100.
   *
   * @default 15
   */
  readonly messagesToLoad?: number;

  /**
   * The generation of the logs of messages, which is stored with every entry. Raise it by one with every restore of the
   * messages table, in the deployment that puts the restored table into use, and never lower it: devices tell by it
   * that what they keep is of another timeline.
   *
   * @default 1
   */
  readonly logGeneration?: number;

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
   * alarm that warns of the last fifth: 10 to 1000000.
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
   * Sender of the mails about accounts: an address of a domain that is verified in SES in the stack's region. Only then
   * each mail says what its code is for.
   *
   * @default - Cognito sends the mails itself, about 50 a day, all with one text
   */
  readonly mailFrom?: string;

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

/** A setting that is refused. The message names it and says what it takes, so the app prints no stack below it. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/** Settings that may stay unset. */
type Optional = 'alarmEmail' | 'mailFrom';

/** All settings, each either given or its default. */
export type Settings = Required<Omit<SettingProps, Optional>> & Pick<SettingProps, Optional>;

interface Rule {
  /** Undefined: the setting may stay unset. */
  readonly byDefault?: number | boolean | string;
  /** What the setting must be, in words. */
  readonly expected: string;
  readonly accepts: (given: unknown) => boolean;
}

const wholeNumber = (minimum: number, maximum: number, byDefault: number): Rule => ({
  byDefault,
  expected: `a whole number from ${minimum} to ${maximum}`,
  accepts: (given) => Number.isInteger(given) && Number(given) >= minimum && Number(given) <= maximum,
});

const flag = (byDefault: boolean): Rule => ({
  byDefault,
  expected: 'true or false',
  accepts: (given) => typeof given === 'boolean',
});

/** What browsers name: Chrome and its kin, Firefox, Safari, and Edge on Windows. */
const PUSH_HOSTS = 'fcm.googleapis.com,updates.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com';

/** Names of at least two words: never an address of the network, nor the machine itself. */
const PUSH_HOST = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

const isPushHosts = (given: unknown): boolean =>
  typeof given === 'string' && given.split(',').every((host) => PUSH_HOST.test(host));

const isEmailAddress = (given: unknown): boolean =>
  typeof given === 'string' && /^[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(given);

const rules: Readonly<Record<keyof SettingProps, Rule>> = {
  messagesToLoad: wholeNumber(1, 100, 15),
  logGeneration: wholeNumber(1, 1_000_000, 1),
  sendsPerMinute: wholeNumber(0, 60_000, 60),
  sendBurst: wholeNumber(1, 1000, 20),
  conversationsPerHour: wholeNumber(0, 10_000, 20),
  postsPerDay: wholeNumber(0, 1000, 3),
  openPosts: wholeNumber(0, 100, 10),
  postShards: wholeNumber(1, 16, 1),
  attachmentMegabytes: wholeNumber(1, 100, 10),
  attachmentsPerHour: wholeNumber(0, 10_000, 50),
  attachmentMegabytesPerMonth: wholeNumber(0, 1_000_000, 1_000),
  mailsPerHour: wholeNumber(0, 10_000, 30),
  pushHosts: { byDefault: PUSH_HOSTS, expected: 'names of hosts, separated by commas', accepts: isPushHosts },
  mailsPerDay: wholeNumber(0, 10_000_000, 0),
  accountConcurrency: wholeNumber(10, 1_000_000, 1000),
  consumerConcurrency: wholeNumber(0, 1000, 0),
  authorizerConcurrency: wholeNumber(0, 1000, 0),
  monthlyBudget: wholeNumber(0, 1_000_000, 0),
  requestsPerSecond: wholeNumber(1, 100_000, 10_000),
  requestBurst: wholeNumber(1, 100_000, 5_000),
  // A token stands for a value that CloudFormation fills in, such as a parameter.
  alarmEmail: { expected: 'an e-mail address', accepts: (given) => Token.isUnresolved(given) || isEmailAddress(given) },
  mailFrom: { expected: 'an e-mail address', accepts: isEmailAddress },
  retainData: flag(true),
  deletionProtection: flag(true),
  gatewayLogsRole: flag(true),
};

export const settingNames = Object.keys(rules) as (keyof SettingProps)[];

/** Type of a setting's values. */
export const typeOfSetting = (name: keyof SettingProps) => typeof (rules[name].byDefault ?? '');

/**
 * Checks the settings and fills in the defaults.
 * @throws {SettingError} that names a setting with an impossible value and says what it takes
 */
export function resolveSettings(given: SettingProps): Settings {
  const resolved = settingNames.flatMap((name) => {
    const { byDefault, expected, accepts } = rules[name];
    const value = given[name] ?? byDefault;
    if (value === undefined) return [];
    if (!accepts(value))
      throw new SettingError(`The setting ${name} must be ${expected}; it is ${JSON.stringify(value)}.`);
    return [[name, value] as const];
  });
  return Object.fromEntries(resolved) as Settings;
}

/** Returns the origins of the push hosts, as the functions read them. */
export const pushOriginsOf = ({ pushHosts }: Pick<Settings, 'pushHosts'>): string =>
  pushHosts
    .split(',')
    .map((host) => `https://${host}`)
    .join(',');

/** @throws {SettingError} that names the first given name which is no setting, with the nearest setting or with all */
export function requireSettings(given: readonly string[], names: readonly string[]): void {
  const unknown = given.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, names, Math.max(2, Math.floor(unknown.length / 3)));
  const hint = nearest ? `Did you mean ${nearest}?` : `The settings are ${names.join(', ')}.`;
  throw new SettingError(`There is no setting ${unknown}. ${hint}`);
}
