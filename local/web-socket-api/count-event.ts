/** Counts the handshakes and messages of connections, and the lines of the access log. */
import type { ApiDefinition } from '../api-gateway/definition.ts';
import type { ReportMetric } from '../cloudwatch/embedded-metrics.ts';
import { type Access, createCountAccess } from '../usage/gateway-usage.ts';
import type { Account, Meter } from '../usage/meter.ts';
import type { Connection } from './connection.ts';

type SocketAccess = Pick<Access, 'requestId' | 'routeKey' | 'eventType' | 'status' | 'integrationErrorMessage'> & {
  /** True if the function itself failed or refused, and not the gateway before it. */
  readonly integrationFailed?: boolean;
};

/**
 * Counts also what CloudWatch counts. A handshake that its function refuses is an error of the integration.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
 * @returns a function that counts an event. `start` is the `performance.now()` at which the event began.
 */
export function createCountEvent(
  api: ApiDefinition,
  meter: Meter,
  report: ReportMetric,
): (connection: Connection, start: number, access: SocketAccess) => Account {
  const countAccess = createCountAccess(api, meter);
  return ({ id, stage, authorizer }, start, { integrationFailed = false, ...access }) => {
    const integrationLatency = performance.now() - start;
    const { status = 0 } = access;
    const add = (name: string, value: number): void =>
      report({ namespace: 'AWS/ApiGateway', name, dimensions: { ApiId: api.id, Stage: stage } }, value);
    add('IntegrationLatency', integrationLatency);
    add('IntegrationError', Number(integrationFailed));
    add('ClientError', Number(!integrationFailed && status >= 400 && status < 500));
    return countAccess({
      ...access,
      ...(authorizer && { authorizer }),
      stage,
      connectionId: id,
      integrationLatency,
    });
  };
}
