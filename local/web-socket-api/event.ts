/**
 * The events that a WebSocket API sends to functions. Fields that do not apply are absent.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
import type { IncomingMessage } from 'node:http';
import type { ApiDefinition } from '../api-gateway/definition.ts';
import { forwardedFor } from '../api-gateway/headers.ts';
import { gatewayId } from '../api-gateway/request-id.ts';
import { requestTime } from '../api-gateway/request-time.ts';
import type { Connection } from './connection.ts';

type Event = Readonly<Record<string, unknown>>;

/** How a socket was closed: RFC 6455 section 7.4. */
export interface Closing {
  readonly code: number;
  readonly reason: string;
}

export function connectEvent(
  api: ApiDefinition,
  connection: Connection,
  request: IncomingMessage,
  requestId: string,
): Event {
  return {
    ...handshakeOf(request, connection.sourceIp),
    requestContext: contextOf(api, connection, { routeKey: '$connect', eventType: 'CONNECT' }, requestId),
    isBase64Encoded: false,
  };
}

/** The event of the `$connect` authorizer. */
export function authorizerEvent(
  api: ApiDefinition,
  connection: Connection,
  request: IncomingMessage,
  { methodArn, requestId }: { readonly methodArn: string; readonly requestId: string },
): Event {
  return {
    type: 'REQUEST',
    methodArn,
    ...handshakeOf(request, connection.sourceIp),
    requestContext: contextOf(api, connection, { routeKey: '$connect', eventType: 'CONNECT' }, requestId),
  };
}

export function messageEvent(
  api: ApiDefinition,
  connection: Connection,
  message: { readonly routeKey: string; readonly body: string },
  requestId: string,
): Event {
  const { routeKey, body } = message;
  return {
    requestContext: contextOf(api, connection, { routeKey, messageId: gatewayId(), eventType: 'MESSAGE' }, requestId),
    body,
    isBase64Encoded: false,
  };
}

export function disconnectEvent(
  api: ApiDefinition,
  connection: Connection,
  { code, reason }: Closing,
  requestId: string,
): Event {
  const own = {
    routeKey: '$disconnect',
    disconnectStatusCode: code,
    eventType: 'DISCONNECT',
    disconnectReason: reason,
  };
  return {
    headers: { Host: api.domainName, 'X-Forwarded-For': connection.sourceIp },
    multiValueHeaders: { Host: [api.domainName], 'X-Forwarded-For': [connection.sourceIp] },
    requestContext: contextOf(api, connection, own, requestId),
    isBase64Encoded: false,
  };
}

function contextOf(api: ApiDefinition, connection: Connection, own: Event, requestId: string): Event {
  const now = Date.now();
  const { id, stage, connectedAt, sourceIp, userAgent, authorizer } = connection;
  return {
    ...own,
    ...(authorizer && { authorizer }),
    extendedRequestId: requestId,
    requestTime: requestTime(now),
    messageDirection: 'IN',
    stage,
    connectedAt,
    requestTimeEpoch: now,
    identity: { sourceIp, ...(userAgent !== undefined && { userAgent }) },
    requestId,
    domainName: api.domainName,
    connectionId: id,
    apiId: api.id,
  };
}

/** Header names keep the client's spelling. `headers` has the last of repeated values, `multiValueHeaders` has all. */
function handshakeOf({ rawHeaders, url = '' }: IncomingMessage, sourceIp: string): Event {
  const headers = new Map<string, string[]>();
  for (let i = 0; i < rawHeaders.length; i += 2) collect(headers, rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '');
  const forwarded = [...headers].find(([name]) => name.toLowerCase() === 'x-forwarded-for');
  headers.delete(forwarded?.[0] ?? '');
  headers.set('X-Forwarded-For', [forwardedFor(forwarded?.[1].join(', '), sourceIp)]);
  headers.set('X-Forwarded-Proto', ['http']);

  const parameters = new Map<string, string[]>();
  const question = url.indexOf('?');
  if (question >= 0)
    for (const [name, value] of new URLSearchParams(url.slice(question + 1))) collect(parameters, name, value);

  return {
    headers: lastOfEach(headers),
    multiValueHeaders: Object.fromEntries(headers),
    ...(parameters.size > 0 && {
      queryStringParameters: lastOfEach(parameters),
      multiValueQueryStringParameters: Object.fromEntries(parameters),
    }),
  };
}

function collect(lists: Map<string, string[]>, name: string, value: string): void {
  const list = lists.get(name);
  if (list) list.push(value);
  else lists.set(name, [value]);
}

function lastOfEach(lists: ReadonlyMap<string, readonly string[]>): Record<string, string> {
  return Object.fromEntries([...lists].map(([name, values]) => [name, values.at(-1) ?? '']));
}
