/**
 * Which limit of AWS breaks first, by formulas: what so many connected people cause, beside the quotas of a new
 * account. `docs/scaling.md` has the figures, and a test compares them with these.
 */
import { PROFILE } from './profile.ts';

/** What a connected person causes, beside what `PROFILE` says. Everything grows in proportion. */
const LOAD = {
  /** Gateway requests of a delivered message: `POST`, the post to a socket, `GET`. */
  requestsPerMessage: 3,
  /** Requests of a device that connects: `$connect` and `$disconnect`, and reading the inbox and a log. */
  requestsPerSocket: 4,
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
  /** Returns how much of it one connected person takes. */
  readonly perPerson: number;
}

const messagesPerSecond = PROFILE.messagesPerHour / 3600;
const socketsPerSecond = 1 / PROFILE.secondsPerSocket;
const requestsPerSecond =
  messagesPerSecond * LOAD.requestsPerMessage + 1 / PROFILE.secondsPerPing + socketsPerSecond * LOAD.requestsPerSocket;

const API_QUOTAS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html';
const SOCKET_QUOTAS =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html';
const TABLE_QUOTAS = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html';
const FUNCTION_QUOTAS = 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html';

export const LIMITS: readonly Limit[] = [
  {
    name: 'requests a second, of all APIs and posts to sockets together',
    quota: 10_000,
    source: API_QUOTAS,
    perPerson: requestsPerSecond,
  },
  { name: 'new sockets a second', quota: 500, source: SOCKET_QUOTAS, perPerson: socketsPerSecond },
  {
    name: 'functions at work at once',
    quota: 1_000,
    source: FUNCTION_QUOTAS,
    perPerson: requestsPerSecond * LOAD.secondsPerRequest,
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

/** Returns how long it takes until everybody is connected again after an outage, in seconds. */
const stormSeconds = (people: number, newSocketsPerSecond = 500): number => people / newSocketsPerSecond;

const SCENES = [1_000, 100_000, 10_000_000];

/** Rounds to two digits, as figures of such formulas deserve. */
const rounded = (value: number): string =>
  Number(value.toPrecision(2)).toLocaleString('en-US', { maximumFractionDigits: 3 });

/** Returns the tables of `docs/scaling.md`, as lines of Markdown. */
export function scalingTables(): readonly string[] {
  const columns = SCENES.map((people) => `${people.toLocaleString('en-US')} people`);
  const storms = SCENES.map((people) => rounded(stormSeconds(people) / 60));
  return [
    `| limit | quota | ${columns.join(' | ')} | is reached at |`,
    `|---|---|${columns.map(() => '---').join('|')}|---|`,
    ...LIMITS.map((limit) => {
      const loads = SCENES.map((people) => rounded(people * limit.perPerson));
      const quota = limit.quota.toLocaleString('en-US');
      const most = `${rounded(breaksAt(limit))} people`;
      return `| [${limit.name}](${limit.source}) | ${quota} | ${loads.join(' | ')} | ${most} |`;
    }),
    `| everybody connects again, in minutes | | ${storms.join(' | ')} | |`,
  ];
}
