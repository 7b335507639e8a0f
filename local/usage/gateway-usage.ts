/** What a gateway itself uses: its requests or messages, and the lines of its stages' access logs. */
import type { ApiDefinition } from '../api-gateway/definition.ts';
import { requestTime } from '../api-gateway/request-time.ts';
import { type Account, type Meter, NO_ROUTE } from './meter.ts';

/** What becomes of a request or message, filled in on its way; most names are those of `$context`'s variables. */
export interface Access {
  readonly requestId: string;
  /** Absent where none was found, like the route. */
  stage?: string;
  routeKey?: string;
  status?: number;
  /** Bytes. */
  responseLength?: number;
  /** Milliseconds, as the next. */
  responseLatency?: number;
  integrationLatency?: number;
  integrationErrorMessage?: string;
  eventType?: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
  connectionId?: string;
}

/** Counts the line of an access log, and returns where the request or message itself is to be counted. */
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
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html; a variable without a value
 * is written as `-`, and so is one that is not known here.
 */
function accessLogBytes(format: string, { integrationLatency, responseLatency, ...access }: Access): number {
  const variables: Readonly<Record<string, string | number | undefined>> = {
    ...access,
    requestTime: requestTime(Date.now()),
    integrationLatency: integrationLatency?.toFixed(0),
    responseLatency: responseLatency?.toFixed(0),
  };
  const line = format.replaceAll(/\$context\.([\w.]+)/g, (_, name: string) => String(variables[name] ?? '-'));
  return Buffer.byteLength(`${line}\n`);
}
