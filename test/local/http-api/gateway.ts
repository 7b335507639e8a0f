/** An HTTP API on a real server with the test's own functions. */
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { onTestFinished } from 'vitest';
import { createHttpApi } from '#local/http-api/http-api.ts';
import type { Invoker } from '#local/lambda/invoke.ts';
import type { Resource } from '#local/template/resource.ts';
import { Meter } from '#local/usage/meter.ts';
import { apiResources, stackOf, type Properties } from '../api-gateway/hand-made-stack.ts';

type Event = APIGatewayProxyEventV2WithJWTAuthorizer;

export interface Call {
  readonly functionArn: string;
  readonly event: Event;
  readonly invoker: Invoker | undefined;
}

export interface Options {
  readonly routes?: Readonly<Record<string, Properties>>;
  readonly stage?: string;
  readonly integration?: Properties;
  /** Format of the stage's access log. */
  readonly accessLog?: string;
  /** The stage's `DefaultRouteSettings`. */
  readonly throttling?: { readonly ThrottlingRateLimit: number; readonly ThrottlingBurstLimit: number };
  readonly more?: readonly Resource[];
  /** The handler of every function. */
  readonly handler?: (event: Event) => unknown;
}

/** @returns the server's address and every invocation. Events and results are passed as JSON. */
export async function startHttpApi(options: Options) {
  const {
    routes = { 'ANY /{proxy+}': {} },
    stage = '$default',
    integration = {},
    more = [],
    handler = () => ({}),
  } = options;
  const calls: Call[] = [];
  const lines: string[] = [];
  const meter = new Meter();
  const stageProperties = {
    ...(options.accessLog !== undefined && { AccessLogSettings: { Format: options.accessLog } }),
    ...(options.throttling && { DefaultRouteSettings: options.throttling }),
  };
  const api = createHttpApi({
    stack: stackOf([...apiResources('HTTP', stage, routes, { integration, stage: stageProperties }), ...more]),
    invoke: async (functionArn, event, invoker) => {
      const received = JSON.parse(JSON.stringify(event)) as Event;
      calls.push({ functionArn, event: received, invoker });
      const result = await handler(received);
      return result === undefined ? null : (JSON.parse(JSON.stringify(result)) as unknown);
    },
    log: (line) => lines.push(line),
    faults: { throttledStages: options.throttling !== undefined },
    meter,
  });
  const server = createServer((request, response) => api.handle(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, lines, meter };
}

interface ExactResponse {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a request with exactly these headers and a Host. `fetch` would add others. */
export function exactRequest(
  url: string,
  headers: readonly string[],
  method = 'GET',
  body = '',
): Promise<ExactResponse> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers: ['Host', 'api.example', ...headers] }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}
