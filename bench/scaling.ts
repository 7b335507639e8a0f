/**
 * Which limit of AWS breaks first, by formulas: what so many connected people cause, beside the quotas of a new
 * account. `docs/scaling.md` has the figures, and a test compares them with these.
 */
import { markdownTable } from './markdown.ts';
import { PROFILE } from './profile.ts';

/** What a connected person causes, beside what `PROFILE` says. Everything grows in proportion. */
export const LOAD = {
  /** Gateway requests of a delivered message: `POST`, the post to a socket, `GET`. */
  requestsPerMessage: 3,
  /** Gateway requests of a ping: the frame, and the post of its answer. */
  requestsPerPing: 2,
  /** Requests of a device that connects: `$connect` and `$disconnect`, and reading the inbox and a log. */
  requestsPerSocket: 4,
  /** An access token lasts ten minutes (lib/user-pool.ts), and a page that is used asks for the next one. */
  secondsPerToken: 10 * 60,
  /** Times that the list of posts is read, in an hour. */
  listsPerHour: 4,
  /** Read units of a list to the table that has most of them: a row of each writer says whom they have blocked. */
  readUnitsPerList: 50,
  /** Write units of a delivered message to the table that has most of them, that of messages: entry and head. */
  writeUnitsPerMessage: 2,
  /** How long a function works on a request, in seconds. */
  secondsPerRequest: 0.02,
} as const;

interface Limit {
  readonly name: string;
  readonly quota: number;
  /** Where AWS says it. */
  readonly source: string;
  /** True where the figure was not read on that page: docs/operations.md lists it to be confirmed. */
  readonly unsure?: true;
  /** How much of it one connected person takes. */
  readonly perPerson: number;
}

const messagesPerSecond = PROFILE.messagesPerHour / 3600;
const listsPerSecond = LOAD.listsPerHour / 3600;
const socketsPerSecond = 1 / PROFILE.secondsPerSocket;
const tokensPerSecond = 1 / LOAD.secondsPerToken;
const pingsPerSecond = 1 / PROFILE.secondsPerPing;
const requestsPerSecond =
  messagesPerSecond * LOAD.requestsPerMessage +
  listsPerSecond +
  tokensPerSecond +
  pingsPerSecond * LOAD.requestsPerPing +
  socketsPerSecond * LOAD.requestsPerSocket;
/** The answer to a ping is posted by the function that the ping invokes. */
const invocationsPerSecond = requestsPerSecond - pingsPerSecond;

const API_QUOTAS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html';
const SOCKET_QUOTAS =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html';
const TABLE_QUOTAS = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html';
const FUNCTION_QUOTAS = 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html';
const POOL_QUOTAS = 'https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html';

const TOKENS: Limit = {
  name: 'access tokens and sign-ins a second',
  quota: 120,
  source: POOL_QUOTAS,
  unsure: true,
  perPerson: tokensPerSecond,
};
const SOCKETS: Limit = { name: 'new sockets a second', quota: 500, source: SOCKET_QUOTAS, perPerson: socketsPerSecond };

export const LIMITS: readonly Limit[] = [
  TOKENS,
  {
    name: 'requests a second, of all APIs and posts to sockets together',
    quota: 10_000,
    source: API_QUOTAS,
    perPerson: requestsPerSecond,
  },
  {
    name: 'read units a second, of the table of conversations',
    quota: 40_000,
    source: TABLE_QUOTAS,
    perPerson: listsPerSecond * LOAD.readUnitsPerList,
  },
  SOCKETS,
  {
    name: 'functions at work at once',
    quota: 1_000,
    source: FUNCTION_QUOTAS,
    perPerson: invocationsPerSecond * LOAD.secondsPerRequest,
  },
  {
    name: 'write units a second, of the table of messages',
    quota: 40_000,
    source: TABLE_QUOTAS,
    perPerson: messagesPerSecond * LOAD.writeUnitsPerMessage,
  },
];

/** Returns with how many connected people a limit is reached. */
export const breaksAt = ({ quota, perPerson }: Limit): number => quota / perPerson;

/** Returns the limit that is reached first. */
export const firstLimit = (): Limit =>
  LIMITS.reduce((first, limit) => (breaksAt(limit) < breaksAt(first) ? limit : first));

/** After an outage everybody needs one at once. */
const STORMS = {
  'everybody connects again, in minutes': SOCKETS,
  'everybody has a token again, in minutes, after more than ten': TOKENS,
} as const;

const TO_CONFIRM = ' ([?](operations.md#to-confirm-on-the-first-deployment))';

const SCENES = [1_000, 100_000, 10_000_000];

/** Rounds to two digits, as figures of such formulas deserve. */
const rounded = (value: number): string =>
  Number(value.toPrecision(2)).toLocaleString('en-US', { maximumFractionDigits: 3 });

/** Returns the table of `docs/scaling.md`. */
export function scalingTable(): string {
  const columns = SCENES.map((people) => `${people.toLocaleString('en-US')} people`);
  const limits = LIMITS.map((limit) => [
    `[${limit.name}](${limit.source})`,
    limit.quota.toLocaleString('en-US') + (limit.unsure ? TO_CONFIRM : ''),
    ...SCENES.map((people) => rounded(people * limit.perPerson)),
    `${rounded(breaksAt(limit))} people`,
  ]);
  const storms = Object.entries(STORMS).map(([name, { quota }]) => [
    name,
    '',
    ...SCENES.map((people) => rounded(people / quota / 60)),
    '',
  ]);
  return markdownTable(['limit', 'quota', ...columns, 'is reached at'], [...limits, ...storms]);
}
