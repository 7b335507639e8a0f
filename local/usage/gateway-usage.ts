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
  /** Claims of a JWT authorizer, or the context of a Lambda authorizer: `claims.sub`, `principalId`. */
  authorizer?: Readonly<Record<string, string>>;
}

/** Counts the line of the access log. @returns the account that counts the request or message itself */
export type CountAccess = (access: Access) => Account;

export function createCountAccess({ accessLogs }: Pick<ApiDefinition, 'accessLogs'>, meter: Meter): CountAccess {
  return (access) => {
    const account = meter.account(access.routeKey ?? NO_ROUTE);
    const format = accessLogs.get(access.stage ?? '');
    if (format !== undefined) account.addLog(accessLogBytes(format, access));
    return account;
  };
}

/**
 * Returns the size of a line. A variable without a value, or one that is unknown here, is written as `-`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
function accessLogBytes(
  format: string,
  { integrationLatency, responseLatency, authorizer = {}, ...access }: Access,
): number {
  const variables: Readonly<Record<string, string | number | undefined>> = {
    ...access,
    ...Object.fromEntries(Object.entries(authorizer).map(([name, value]) => [`authorizer.${name}`, value])),
    requestTime: requestTime(Date.now()),
    integrationLatency: integrationLatency?.toFixed(0),
    responseLatency: responseLatency?.toFixed(0),
  };
  const line = format.replaceAll(/\$context\.([\w.]+)/g, (_, name: string) => String(variables[name] ?? '-'));
  return Buffer.byteLength(`${line}\n`);
}
