/** The rules of the settings: their defaults, and the values they take. */
import { Token } from 'aws-cdk-lib';
import { nearestName } from './nearest-name.ts';
import type { SettingProps } from './setting-props.ts';

/** A setting that is refused. The message names it and says what it takes, so the app prints no stack below it. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/** Settings that may stay unset. */
type Optional =
  | 'alarmEmail'
  | 'mailFrom'
  | 'scanUploadsFrom'
  | 'backupVaultArn'
  | 'replicaBucketArn'
  | 'domainName'
  | 'certificateArn'
  | 'webAclArn'
  | 'termsUrl'
  | 'privacyUrl'
  | 'imprintUrl';

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

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_DAYS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
  ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

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

/** `Date.parse` takes 31 February for 3 March, so a day must be written as its date is. */
const isDay = (given: unknown): boolean => {
  if (typeof given !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(given)) return false;
  const date = new Date(given);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(given);
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html */
const VAULT_ARN = /^arn:aws[a-z-]*:backup:[a-z0-9-]+:\d{12}:backup-vault:[\w-]{2,50}$/;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_ARN = /^arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const matches =
  (form: RegExp) =>
  (given: unknown): boolean =>
    typeof given === 'string' && form.test(given);

const isHostName = (given: unknown): boolean =>
  typeof given === 'string' &&
  given.length <= 253 &&
  /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(given);

const webAddress: Rule = {
  expected: 'an address that begins with https://',
  accepts: (given) => typeof given === 'string' && given.startsWith('https://') && URL.canParse(given),
};

/** CloudFront takes certificates and web ACLs of us-east-1 alone. */
const isEdgeArn =
  (service: string, resource: string) =>
  (given: unknown): boolean =>
    typeof given === 'string' && new RegExp(`^arn:aws[a-z-]*:${service}:us-east-1:\\d{12}:${resource}.+$`).test(given);

const rules: Readonly<Record<keyof SettingProps, Rule>> = {
  messagesToLoad: wholeNumber(1, 100, 15),
  logGeneration: wholeNumber(1, 1_000_000, 1),
  userPoolGeneration: wholeNumber(1, 1_000, 1),
  sendsPerMinute: wholeNumber(0, 60_000, 60),
  sendBurst: wholeNumber(1, 1000, 20),
  conversationsPerHour: wholeNumber(0, 10_000, 20),
  postsPerDay: wholeNumber(0, 1000, 3),
  openPosts: wholeNumber(0, 100, 10),
  postShards: wholeNumber(1, 16, 1),
  notify: { byDefault: 'ids', expected: 'ids or inline', accepts: (given) => given === 'ids' || given === 'inline' },
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
  logDays: {
    byDefault: 30,
    expected: `one of ${LOG_DAYS.join(', ')}`,
    accepts: (given) => LOG_DAYS.some((days) => days === given),
  },
  recoveryDays: wholeNumber(1, 35, 35),
  copyDays: wholeNumber(1, 35, 7),
  requestsPerSecond: wholeNumber(1, 100_000, 10_000),
  requestBurst: wholeNumber(1, 100_000, 5_000),
  // A token stands for a value that CloudFormation fills in, such as a parameter.
  alarmEmail: { expected: 'an e-mail address', accepts: (given) => Token.isUnresolved(given) || isEmailAddress(given) },
  scanUploadsFrom: { expected: 'a day, such as 2026-12-01', accepts: isDay },
  backupVaultArn: { expected: 'the ARN of a vault of AWS Backup', accepts: matches(VAULT_ARN) },
  replicaBucketArn: { expected: 'the ARN of a bucket', accepts: matches(BUCKET_ARN) },
  mailFrom: { expected: 'an e-mail address', accepts: isEmailAddress },
  domainName: { expected: 'a host name, such as app.example.com', accepts: isHostName },
  certificateArn: { expected: 'the ARN of a certificate in us-east-1', accepts: isEdgeArn('acm', 'certificate/') },
  webAclArn: { expected: 'the ARN of a web ACL for CloudFront', accepts: isEdgeArn('wafv2', 'global/webacl/') },
  termsUrl: webAddress,
  privacyUrl: webAddress,
  imprintUrl: webAddress,
  retainData: flag(true),
  deletionProtection: flag(true),
  gatewayLogsRole: flag(true),
};

export const settingNames = Object.keys(rules) as (keyof SettingProps)[];

/** Type of a setting's values. */
export const typeOfSetting = (name: keyof SettingProps) => typeof (rules[name].byDefault ?? '');

/**
 * What an account keeps for functions for which nothing is set aside:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const UNRESERVED_CONCURRENCY = 100;

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
  const settings = Object.fromEntries(resolved) as Settings;
  requireConcurrency(settings);
  return settings;
}

/** @throws {SettingError} where too few are left: Lambda would refuse it in mid-deployment */
function requireConcurrency({ accountConcurrency, consumerConcurrency, authorizerConcurrency }: Settings): void {
  const setAside = consumerConcurrency + authorizerConcurrency;
  if (setAside === 0 || setAside <= accountConcurrency - UNRESERVED_CONCURRENCY) return;
  throw new SettingError(
    `The settings consumerConcurrency and authorizerConcurrency set ${setAside} aside. ` +
      `Of accountConcurrency (${accountConcurrency}), ${UNRESERVED_CONCURRENCY} must be left.`,
  );
}

/**
 * True if sockets open at the site, through its distribution. Otherwise they have the address of their API, which costs
 * nothing.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-working-with.websockets.html
 */
export const socketsThroughSite = ({ domainName, webAclArn }: Pick<Settings, 'domainName' | 'webAclArn'>): boolean =>
  domainName !== undefined || webAclArn !== undefined;

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
