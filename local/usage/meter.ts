/**
 * Counts what the stack does that AWS bills: gateway events, invocations, AWS calls, capacity units and log bytes. Each
 * count belongs to a route (what set the work off) and, past the gateway, to the function that did it.
 */

/** https://aws.amazon.com/api-gateway/pricing/: requests are metered in steps of 512 KB, messages in steps of 32 KB. */
const REQUEST_STEP_BYTES = 512 * 1024;
const MESSAGE_STEP_BYTES = 32 * 1024;

/** Counts of a function whose instance was running invocations of several routes, or none. */
export const SEVERAL_ROUTES = '(several routes at once)';
export const NO_ROUTE = '(no route)';

export interface Counts {
  /** Requests of the HTTP API, as they are billed. */
  readonly requests: number;
  /** Messages of the WebSocket API in either direction, and handshakes, as they are billed. */
  readonly messages: number;
  readonly invocations: number;
  /** Time that the invocations took here, which says little about Lambda. */
  readonly durationMs: number;
  /** AWS calls by operation: `PutItem`, `POST @connections`. */
  readonly calls: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** What would be sent to CloudWatch Logs, by the function or in the stage's access log. */
  readonly logBytes: number;
}

export interface UsageRow extends Counts {
  /** Key of a route (`GET /users/{username}`, `$connect`), a trigger of a user pool, or `stream <function>`. */
  readonly route: string;
  /** Logical id; absent for what the gateway does. */
  readonly functionId?: string;
}

/** Everything counted since the cloud was started, or between two moments. */
export type Usage = readonly UsageRow[];

/** Takes the counts of one route and function. */
export class Account implements Counts {
  requests = 0;
  messages = 0;
  invocations = 0;
  durationMs = 0;
  calls: Record<string, number> = {};
  readUnits = 0;
  writeUnits = 0;
  logBytes = 0;

  /** @param bytes of the payload; which of the two a request has is not said, so callers give the larger */
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
}

/** An empty payload is billed as one step. */
const steps = (bytes: number, step: number): number => Math.max(1, Math.ceil(bytes / step));

export class Meter {
  readonly #rows = new Map<
    string,
    { readonly route: string; readonly functionId?: string; readonly account: Account }
  >();

  /** @param functionId left out for what the gateway does */
  account(route: string, functionId?: string): Account {
    const key = `${functionId ?? ''} ${route}`;
    const row = this.#rows.get(key);
    if (row) return row.account;
    const account = new Account();
    this.#rows.set(key, { route, ...(functionId !== undefined && { functionId }), account });
    return account;
  }

  snapshot(): Usage {
    return [...this.#rows.values()].map(({ account, ...key }) => ({ ...key, ...combine(account) }));
  }
}

/** What was used between two snapshots of one meter; rows in which nothing was counted are left out. */
export function usageBetween(earlier: Usage, later: Usage): Usage {
  const keyOf = ({ functionId = '', route }: UsageRow): string => `${functionId} ${route}`;
  const before = new Map(earlier.map((row) => [keyOf(row), row]));
  return later.flatMap((row) => {
    const { route, functionId } = row;
    const counts = combine(row, before.get(keyOf(row)), (one, other) => one - other);
    return isZero(counts) ? [] : [{ route, ...(functionId !== undefined && { functionId }), ...counts }];
  });
}

/** The sum over any rows. */
export const totalOf = (rows: readonly Counts[]): Counts =>
  rows.reduce<Counts>((sum, row) => combine(sum, row, (one, other) => one + other), combine());

export const callsOf = ({ calls }: Counts): number => Object.values(calls).reduce((sum, count) => sum + count, 0);

/** @param by combines each count; what is missing counts as 0 */
function combine(one?: Counts, other?: Counts, by: (one: number, other: number) => number = (first) => first): Counts {
  const each = (count: (counts: Counts) => number): number => by(one ? count(one) : 0, other ? count(other) : 0);
  const operations = [...new Set([...Object.keys(one?.calls ?? {}), ...Object.keys(other?.calls ?? {})])];
  return {
    requests: each(({ requests }) => requests),
    messages: each(({ messages }) => messages),
    invocations: each(({ invocations }) => invocations),
    durationMs: each(({ durationMs }) => durationMs),
    calls: Object.fromEntries(
      operations
        .map((operation) => [operation, each(({ calls }) => calls[operation] ?? 0)] as const)
        .filter(([, count]) => count !== 0),
    ),
    readUnits: each(({ readUnits }) => readUnits),
    writeUnits: each(({ writeUnits }) => writeUnits),
    logBytes: each(({ logBytes }) => logBytes),
  };
}

const isZero = ({ calls, ...counts }: Counts): boolean =>
  Object.values(counts).every((count) => count === 0) && Object.keys(calls).length === 0;
