/**
 * The one table of prices: list prices of us-east-1 in US dollars, of the first tier, as of November 2026.
 * `quantities.ts` says what of it is billed.
 */

/**
 * How sure a price is. AWS's pages draw their tables by scripts, so few figures can be read without a browser: `page`
 * was read on the page itself, in its text or in a worked example; `copy` in a copy of the price list that somebody
 * else published; `memory` nowhere. docs/operations.md lists what is not from a page, to be confirmed.
 */
type Certainty = 'page' | 'copy' | 'memory';

export interface Price {
  readonly service: string;
  readonly what: string;
  readonly dollars: number;
  /** How many units the dollars are for. */
  readonly per: number;
  readonly unit: string;
  readonly certainty: Certainty;
  /** Units that each account gets for nothing in each month, for good. What ends after a year is left out. */
  readonly free?: number;
  readonly source: string;
}

const MILLION = 1_000_000;

export const PRICES = {
  ...from('API Gateway', 'https://aws.amazon.com/api-gateway/pricing/', {
    httpRequest: { what: 'HTTP API requests', dollars: 1, per: MILLION, unit: 'requests of 512 KB', certainty: 'page' },
    socketMessage: {
      what: 'WebSocket messages',
      dollars: 1,
      per: MILLION,
      unit: 'messages of 32 KB',
      certainty: 'page',
    },
    socketMinute: { what: 'WebSocket connections', dollars: 0.25, per: MILLION, unit: 'minutes', certainty: 'page' },
  }),
  ...from('Lambda', 'https://aws.amazon.com/lambda/pricing/', {
    invocation: {
      what: 'invocations',
      dollars: 0.2,
      per: MILLION,
      unit: 'invocations',
      certainty: 'page',
      free: MILLION,
    },
    gbSecond: {
      what: 'duration on Arm',
      dollars: 13.3334,
      per: MILLION,
      unit: 'GB-seconds',
      certainty: 'copy',
      free: 400_000,
    },
  }),
  ...from('DynamoDB', 'https://aws.amazon.com/dynamodb/pricing/on-demand/', {
    writeUnit: { what: 'writes', dollars: 0.625, per: MILLION, unit: 'write units', certainty: 'copy' },
    readUnit: { what: 'reads', dollars: 0.125, per: MILLION, unit: 'read units', certainty: 'copy' },
    tableGb: { what: 'storage', dollars: 0.25, per: 1, unit: 'GB-months', certainty: 'copy', free: 25 },
    backupGb: { what: 'point-in-time recovery', dollars: 0.2, per: 1, unit: 'GB-months', certainty: 'copy' },
  }),
  ...from('S3', 'https://aws.amazon.com/s3/pricing/', {
    objectWrite: { what: 'writes and copies', dollars: 5, per: MILLION, unit: 'requests', certainty: 'memory' },
    objectRead: { what: 'reads', dollars: 0.4, per: MILLION, unit: 'requests', certainty: 'memory' },
    objectGb: { what: 'storage', dollars: 0.023, per: 1, unit: 'GB-months', certainty: 'copy' },
    replicatedGb: { what: 'replicated to another region', dollars: 0.02, per: 1, unit: 'GB', certainty: 'copy' },
  }),
  ...from('CloudFront', 'https://aws.amazon.com/cloudfront/pricing/', {
    viewerRequest: {
      what: 'requests',
      dollars: 1,
      per: MILLION,
      unit: 'HTTPS requests',
      certainty: 'copy',
      free: 10 * MILLION,
    },
    viewerGb: {
      what: 'sent to viewers',
      dollars: 0.085,
      per: 1,
      unit: 'GB to viewers',
      certainty: 'copy',
      free: 1_000,
    },
    // What is free of CloudFront is of transfer to the internet.
    originGb: { what: 'uploads passed on', dollars: 0.02, per: 1, unit: 'GB to origins', certainty: 'copy' },
    viewerFunction: {
      what: 'functions',
      dollars: 0.1,
      per: MILLION,
      unit: 'invocations',
      certainty: 'memory',
      free: 2 * MILLION,
    },
  }),
  ...from('SQS', 'https://aws.amazon.com/sqs/pricing/', {
    queueRequest: { what: 'requests', dollars: 0.4, per: MILLION, unit: 'requests', certainty: 'copy', free: MILLION },
  }),
  ...from('CloudWatch', 'https://aws.amazon.com/cloudwatch/pricing/', {
    logGb: { what: 'logs taken in', dollars: 0.5, per: 1, unit: 'GB', certainty: 'copy', free: 5 },
    storedLogGb: { what: 'logs kept', dollars: 0.03, per: 1, unit: 'GB-months', certainty: 'copy' },
    alarmMetric: {
      what: 'alarms',
      dollars: 0.1,
      per: 1,
      unit: 'metrics watched',
      certainty: 'copy',
      free: 10,
    },
    metric: { what: 'metrics of its own', dollars: 0.3, per: 1, unit: 'metrics', certainty: 'copy', free: 10 },
    // Three of up to 50 metrics each are free.
    dashboard: { what: 'large dashboards', dollars: 3, per: 1, unit: 'dashboards', certainty: 'copy' },
  }),
  ...from('Secrets Manager', 'https://aws.amazon.com/secrets-manager/pricing/', {
    secret: { what: 'secrets', dollars: 0.4, per: 1, unit: 'secrets', certainty: 'page' },
    secretCall: { what: 'calls', dollars: 5, per: MILLION, unit: 'calls', certainty: 'page' },
  }),
  ...from('Cognito', 'https://aws.amazon.com/cognito/pricing/', {
    activePerson: {
      what: 'Essentials',
      dollars: 0.015,
      per: 1,
      unit: 'active people',
      certainty: 'page',
      free: 10_000,
    },
  }),
  ...from('SES', 'https://aws.amazon.com/ses/pricing/', {
    mail: { what: 'mails', dollars: 100, per: MILLION, unit: 'mails', certainty: 'memory' },
  }),
  ...from('WAF', 'https://aws.amazon.com/waf/pricing/', {
    webAcl: { what: 'web ACLs', dollars: 5, per: 1, unit: 'web ACLs', certainty: 'memory' },
    aclRule: { what: 'rules', dollars: 1, per: 1, unit: 'rules', certainty: 'memory' },
    aclRequest: { what: 'requests', dollars: 0.6, per: MILLION, unit: 'requests', certainty: 'memory' },
  }),
  ...from('AWS Backup', 'https://aws.amazon.com/backup/pricing/', {
    copyGb: { what: 'backups of tables', dollars: 0.1, per: 1, unit: 'GB-months', certainty: 'copy' },
    copiedGb: { what: 'copied to another region', dollars: 0.02, per: 1, unit: 'GB', certainty: 'copy' },
  }),
  ...from('GuardDuty', 'https://aws.amazon.com/guardduty/pricing/', {
    scannedObject: { what: 'objects scanned', dollars: 215, per: MILLION, unit: 'objects', certainty: 'copy' },
    scannedGb: { what: 'content scanned', dollars: 0.09, per: 1, unit: 'GB', certainty: 'copy' },
  }),
} satisfies Readonly<Record<string, Price>>;

export type Billed = keyof typeof PRICES;

type OfService = Omit<Price, 'service' | 'source'>;

function from<Name extends string>(
  service: string,
  source: string,
  prices: Readonly<Record<Name, OfService>>,
): Readonly<Record<Name, Price>> {
  const entries = Object.entries<OfService>(prices).map(([name, price]) => [name, { ...price, service, source }]);
  return Object.fromEntries(entries) as Readonly<Record<Name, Price>>;
}
