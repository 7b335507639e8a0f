/** The usage of a gateway itself: its requests or messages, and the lines of its stages' access logs. */
import type { ApiDefinition } from '../api-gateway/definition.ts';
import { requestTime } from '../api-gateway/request-time.ts';
import { type Account, type Meter, NO_ROUTE } from './meter.ts';

/** A request or message and its outcome, filled in step by step. Most names are those of `$context` variables. */
export interface Access {
  readonly requestId: string;
  /** Absent if the request matched none. The same is true of the route. */
  stage?: string;
  routeKey?: string;
  status?: number;
  /** Bytes. */
  responseLength?: number;
  /** Milliseconds. */
  responseLatency?: number;
  /** Milliseconds. */
  integrationLatency?: number;
  integrationErrorMessage?: string;
  eventType?: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
  connectionId?: string;
  /** Claims of a JWT authorizer: `sub`. */
  claims?: Readonly<Record<string, string>>;
  /** The context of a Lambda authorizer: `principalId`. */
  authorizer?: Readonly<Record<string, string>>;
}

/** Counts the line of the access log. @returns the account that counts the request or message itself */
export type CountAccess = (access: Access) => Account;

export function createCountAccess({ accessLogs }: Pick<ApiDefinition, 'accessLogs'>, meter: Meter): CountAccess {
  const bytesOf = new Map([...accessLogs].map(([stage, format]) => [stage, compileLine(format)]));
  return (access) => {
    const account = meter.account(access.routeKey ?? NO_ROUTE);
    const bytes = bytesOf.get(access.stage ?? '')?.(access);
    if (bytes !== undefined) account.addLog(bytes);
    return account;
  };
}

/**
 * Returns what gives the size of a line in a format. A variable without a value, or one that is unknown here, is
 * written as `-`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
function compileLine(format: string): (access: Access) => number {
  // Text and the names of variables take turns.
  const parts = `${format}\n`.split(/\$context\.([\w.]+)/);
  const textBytes = Buffer.byteLength(parts.filter((_, i) => i % 2 === 0).join(''));
  const variables = parts.filter((_, i) => i % 2 === 1).map(readVariable);
  return (access) =>
    variables.reduce((bytes, read) => bytes + Buffer.byteLength(String(read(access) ?? '-')), textBytes);
}

function readVariable(name: string): (access: Access) => string | number | undefined {
  const [, claim] = /^authorizer\.claims\.(.+)$/.exec(name) ?? [];
  if (claim !== undefined) return ({ claims }) => claims?.[claim];
  const [, property] = /^authorizer\.(.+)$/.exec(name) ?? [];
  if (property !== undefined) return ({ authorizer }) => authorizer?.[property];
  switch (name) {
    case 'requestTime':
      return () => requestTime(Date.now());
    case 'integrationLatency':
    case 'responseLatency':
      return (access) => access[name]?.toFixed(0);
    default:
      return (access) => access[name as Exclude<keyof Access, 'authorizer' | 'claims'>];
  }
}
