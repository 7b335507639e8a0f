/**
 * Counts what AWS would bill: gateway events, invocations, AWS calls, capacity units, log bytes, and what viewers
 * request of the distribution. Each count belongs to the route that caused it and, behind the gateway, to the function
 * that did the work.
 */

/** Requests are metered in steps of 512 KB, messages in steps of 32 KB: https://aws.amazon.com/api-gateway/pricing/ */
const REQUEST_STEP_BYTES = 512 * 1024;
const MESSAGE_STEP_BYTES = 32 * 1024;

/** The routes of work that a function's instance does while it runs invocations of several routes, or of none. */
export const SEVERAL_ROUTES = '(several routes at once)';
export const NO_ROUTE = '(no route)';
/** The route of what the distribution itself does, whatever the request is for. */
export const DISTRIBUTION = '(distribution)';

export interface Counts {
  /** Billed requests of the HTTP API. */
  readonly requests: number;
  /** Billed messages of the WebSocket API in either direction, including successful handshakes. */
  readonly messages: number;
  readonly invocations: number;
  /** Time that the invocations took on this machine, which says little about Lambda. */
  readonly durationMs: number;
  /** AWS calls by operation: `PutItem`, `POST @connections`. */
  readonly calls: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Bytes that would be sent to CloudWatch Logs, by the function or as the stage's access log. */
  readonly logBytes: number;
  /** Requests of viewers to the distribution. */
  readonly viewerRequests: number;
  /** Bytes that the distribution sends to viewers, headers included. */
  readonly viewerBytes: number;
  /** Bytes of requests that write, headers included, which the distribution passes on to an origin. */
  readonly originBytes: number;
  /** Invocations of the distribution's functions. */
  readonly viewerFunctions: number;
  /** Objects that viewers read and store in a bucket by signed links and forms. */
  readonly viewerReads: number;
  readonly viewerWrites: number;
}

/** The counts that are numbers. */
type Count = Exclude<keyof Counts, 'calls'>;

export interface UsageRow extends Counts {
  /** A route key (`GET /users/{username}`, `$connect`), a trigger of a user pool, or `stream <function>`. */
  readonly route: string;
  /** The function's logical id. Absent for the work of the gateway itself. */
  readonly functionId?: string;
}

/** All counts since the cloud was started, or between two moments. */
export type Usage = readonly UsageRow[];

/** The counts of one route and function. */
export class Account implements Counts {
  requests = 0;
  messages = 0;
  invocations = 0;
  durationMs = 0;
  calls: Record<string, number> = {};
  readUnits = 0;
  writeUnits = 0;
  logBytes = 0;
  viewerRequests = 0;
  viewerBytes = 0;
  originBytes = 0;
  viewerFunctions = 0;
  viewerReads = 0;
  viewerWrites = 0;

  /**
   * @param bytes the size of the payload. AWS does not say whether it is the request's or the response's: the larger.
   */
  addRequest(bytes: number): void {
    this.requests += steps(bytes, REQUEST_STEP_BYTES);
  }

  addMessage(bytes: number): void {
    this.messages += steps(bytes, MESSAGE_STEP_BYTES);
  }

  addInvocation(durationMs: number): void {
    this.invocations += 1;
    this.durationMs += durationMs;
  }

  addCall(operation: string): void {
    this.calls[operation] = (this.calls[operation] ?? 0) + 1;
  }

  addUnits({ read, write }: { readonly read: number; readonly write: number }): void {
    this.readUnits += read;
    this.writeUnits += write;
  }

  addLog(bytes: number): void {
    this.logBytes += bytes;
  }

  addViewerRequest(): void {
    this.viewerRequests += 1;
  }

  addViewerBytes(bytes: number): void {
    this.viewerBytes += bytes;
  }

  addOriginBytes(bytes: number): void {
    this.originBytes += bytes;
  }

  addViewerFunction(): void {
    this.viewerFunctions += 1;
  }

  addViewerObject(method: string): void {
    if (method === 'GET' || method === 'HEAD') this.viewerReads += 1;
    else this.viewerWrites += 1;
  }
}

/** An empty payload is billed as one step. */
const steps = (bytes: number, step: number): number => Math.max(1, Math.ceil(bytes / step));

export class Meter {
  readonly #rows = new Map<
    string,
    { readonly route: string; readonly functionId?: string; readonly account: Account }
  >();

  /**
   * Returns the account of a route and function. It is created if it is missing.
   * @param functionId omitted for the work of the gateway itself
   */
  account(route: string, functionId?: string): Account {
    const key = `${functionId ?? ''} ${route}`;
    const row = this.#rows.get(key);
    if (row) return row.account;
    const account = new Account();
    this.#rows.set(key, { route, ...(functionId !== undefined && { functionId }), account });
    return account;
  }

  snapshot(): Usage {
    return [...this.#rows.values()].flatMap(({ account, ...key }) => {
      const counts = combine(account);
      return isZero(counts) ? [] : [{ ...key, ...counts }];
    });
  }
}

/** Returns the usage between two snapshots of one meter, without empty rows. */
export function usageBetween(earlier: Usage, later: Usage): Usage {
  const keyOf = ({ functionId = '', route }: UsageRow): string => `${functionId} ${route}`;
  const before = new Map(earlier.map((row) => [keyOf(row), row]));
  return later.flatMap((row) => {
    const { route, functionId } = row;
    const counts = combine(row, before.get(keyOf(row)), (one, other) => one - other);
    return isZero(counts) ? [] : [{ route, ...(functionId !== undefined && { functionId }), ...counts }];
  });
}

/** Returns the sum of rows. */
export const totalOf = (rows: readonly Counts[]): Counts =>
  rows.reduce<Counts>((sum, row) => combine(sum, row, (one, other) => one + other), combine());

export const callsOf = ({ calls }: Counts): number => Object.values(calls).reduce((sum, count) => sum + count, 0);

const NUMBERS: readonly Count[] = [
  'requests',
  'messages',
  'invocations',
  'durationMs',
  'readUnits',
  'writeUnits',
  'logBytes',
  'viewerRequests',
  'viewerBytes',
  'originBytes',
  'viewerFunctions',
  'viewerReads',
  'viewerWrites',
];

/** @param by combines two counts. A missing count is 0. */
function combine(one?: Counts, other?: Counts, by: (one: number, other: number) => number = (first) => first): Counts {
  const each = (count: (counts: Counts) => number): number => by(one ? count(one) : 0, other ? count(other) : 0);
  const operations = [...new Set([...Object.keys(one?.calls ?? {}), ...Object.keys(other?.calls ?? {})])];
  const numbers = NUMBERS.map((name) => [name, each((counts) => counts[name])] as const);
  return {
    ...(Object.fromEntries(numbers) as Readonly<Record<Count, number>>),
    calls: Object.fromEntries(
      operations
        .map((operation) => [operation, each(({ calls }) => calls[operation] ?? 0)] as const)
        .filter(([, count]) => count !== 0),
    ),
  };
}

const isZero = ({ calls, ...counts }: Counts): boolean =>
  NUMBERS.every((name) => counts[name] === 0) && Object.keys(calls).length === 0;
