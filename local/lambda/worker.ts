/**
 * The program of a function's worker thread. It acts as the Lambda runtime for one bundle, and passes the SDK's calls
 * over the message port. instance.ts bundles it to a CommonJS script.
 */
import { Readable } from 'node:stream';
import { parentPort, workerData } from 'node:worker_threads';
import { meterLogs, lineBytes } from './log-bytes.ts';
import type { FromInstance, InstanceData, PortRequest, PortResponse, Thrown, ToInstance } from './messages.ts';

/** The parts of the SDK's HttpRequest that are read here. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | Readable;
}

type Handler = (event: unknown, context: unknown) => unknown;

const port = parentPort;
if (!port) throw new Error('This file runs in a worker thread only.');
const { module, handler: exportName, functionArn } = workerData as InstanceData;
const send = (message: FromInstance): void => port.postMessage(message);

// A worker that is started from text has CommonJS's names on its global object. An ES module in Lambda has none.
for (const name of ['require', 'module', 'exports', '__filename', '__dirname'])
  Reflect.deleteProperty(globalThis, name);

const logFormat = {
  isJson: process.env['AWS_LAMBDA_LOG_FORMAT'] === 'JSON',
  level: process.env['AWS_LAMBDA_LOG_LEVEL'] ?? 'INFO',
};
const logged = (bytes: number, text?: string): void =>
  send({ type: 'logged', bytes, ...(text?.includes('"_aws"') && { metrics: text }) });
meterLogs(logFormat, logged);

let calls = 0;
const waiting = new Map<number, (response: PortResponse) => void>();
const streams = new Map<number, Readable>();

const requestHandler = {
  metadata: { handlerProtocol: 'http/1.1' },
  async handle(request: SdkRequest): Promise<{ response: SdkResponse }> {
    const call = (calls += 1);
    const response = new Promise<PortResponse>((resolve) => waiting.set(call, resolve));
    send({ type: 'request', call, request: await toPortRequest(request) });
    const { statusCode, headers, body } = await response;
    if (body === undefined) return { response: { statusCode, headers, body: streamOf(call) } };
    return { response: { statusCode, headers, body: typeof body === 'string' ? Buffer.from(body) : body } };
  },
  updateHttpClientConfig: () => {},
  httpHandlerConfigs: () => ({}),
  destroy: () => {},
};

// The port identifies the caller. A signature would prove nothing more, and would cost a third of a call's CPU time.
const signer = { sign: (request: SdkRequest) => Promise.resolve(request) };

// Nobody here reads which SDK calls. To write it down anew takes a tenth of a call's CPU time.
const defaultUserAgentProvider = () => Promise.resolve([]);

Reflect.set(globalThis, Symbol.for('aws.clientConfiguration'), { requestHandler, signer, defaultUserAgentProvider });

/** Returns the body of a response, which pulls each chunk over the port when it is read. */
function streamOf(call: number): Readable {
  const stream = new Readable({
    read: () => send({ type: 'pull', call }),
    destroy: (error, done) => {
      streams.delete(call);
      send({ type: 'cancel', call });
      done(error);
    },
  });
  streams.set(call, stream);
  return stream;
}

async function toPortRequest({ method, path, query, headers, body = '' }: SdkRequest): Promise<PortRequest> {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value ?? '')}`),
  );
  const lowerCase = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    method,
    path: pairs.length > 0 ? `${path}?${pairs.join('&')}` : path,
    headers: lowerCase,
    body: typeof body === 'string' || body instanceof Uint8Array ? body : await collect(body),
  };
}

/** What a function sends is in its memory anyway, or made chunk by chunk: the port takes it whole. */
async function collect(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function invoke(handler: Handler, { id, event, deadline }: ToInstance & { type: 'invoke' }): Promise<void> {
  try {
    const result = await handler(JSON.parse(event), contextOf(id, deadline));
    send({ type: 'result', id, result: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    logged(lineBytes('ERROR', ['Invoke Error', error], logFormat));
    send({ type: 'error', id, error: describe(error) });
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextOf(awsRequestId: string, deadline: number): Readonly<Record<string, unknown>> {
  return {
    functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    awsRequestId,
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function describe(error: unknown): Thrown {
  if (!(error instanceof Error)) return { errorType: typeof error, message: String(error), stack: String(error) };
  return { errorType: error.name, message: error.message, stack: error.stack ?? String(error) };
}

async function start(): Promise<void> {
  try {
    const loaded = (await import(module)) as Record<string, unknown>;
    const handler = loaded[exportName];
    if (typeof handler !== 'function') throw new Error(`${module} exports no function ${exportName}.`);
    port?.on('message', (message: ToInstance) => {
      if (message.type === 'invoke') {
        void invoke(handler as Handler, message);
      } else if (message.type === 'chunk') {
        const stream = streams.get(message.call);
        if (message.failed) stream?.destroy(new Error('The body of an AWS response ended too early.'));
        else stream?.push(message.chunk ?? null);
      } else {
        waiting.get(message.call)?.(message.response);
        waiting.delete(message.call);
      }
    });
    send({ type: 'ready' });
  } catch (error) {
    send({ type: 'init-error', error: describe(error) });
  }
}

void start();
