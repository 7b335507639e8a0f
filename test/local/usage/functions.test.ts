/** The usage of functions: their calls by the route that caused them, and their logs. */
import { describe, expect, it, vi } from 'vitest';
import { createEndpoint } from '#local/aws/endpoint.ts';
import { noFaults } from '#local/faults.ts';
import { NO_ROUTE, SEVERAL_ROUTES, totalOf } from '#local/usage/meter.ts';
import { arn, run } from '../lambda/echo.ts';

const empty = async () => ({ statusCode: 200, headers: {}, body: '{}' });
const { call } = createEndpoint({
  services: {
    dynamodb: empty,
    cognito: empty,
    secrets: empty,
    queues: empty,
    lambda: empty,
    connections: empty,
    s3: { respond: empty },
  },
  jwks: () => undefined,
  authorize: new Map([['Echo', () => {}]]),
  faults: noFaults,
  log: () => {},
});

/** Makes the calls that its event names, while as many invocations of its instance run as the event says. */
const source = `
  const { requestHandler } = globalThis[Symbol.for('aws.clientConfiguration')];
  const call = (operation) => requestHandler.handle({
    method: 'POST', path: '/', query: {}, headers: { 'X-Amz-Target': 'DynamoDB_20120810.' + operation },
  });
  const post = () => requestHandler.handle({ method: 'POST', path: '/live/@connections/x', query: {}, headers: {} });
  let [begun, done] = [0, 0];
  const until = async (holds) => { while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1)); };
  export const handler = async ({ operations, posts = 0, together = 1 }) => {
    begun += 1;
    await until(() => begun >= together);
    for (const operation of operations) await call(operation);
    for (let i = 0; i < posts; i += 1) await post();
    done += 1;
    await until(() => done >= together);
  };`;

const by = (route: string) => ({ principal: 'apigateway.amazonaws.com', sourceArn: 'arn:aws:execute-api:x', route });
const permission = {
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': ['Echo', 'Arn'] },
      Principal: 'apigateway.amazonaws.com',
    },
  },
};

/** More than others need to begin on a busy machine. */
const PATIENT = { Timeout: 60 };

describe('an invocation', () => {
  it('is counted with its calls for the route that caused it, by operation', async () => {
    const { invoke, meter } = await run({ source, resources: permission, endpoint: call });

    await invoke(arn, { operations: ['GetItem', 'Query', 'GetItem'], posts: 1 }, by('GET /users'));
    await invoke(arn, { operations: ['PutItem'] });

    expect(meter.snapshot()).toMatchObject([
      {
        route: 'GET /users',
        functionId: 'Echo',
        invocations: 1,
        calls: { GetItem: 2, Query: 1, 'POST @connections': 1 },
      },
      { route: 'stream Echo', functionId: 'Echo', invocations: 1, calls: { PutItem: 1 } },
    ]);
    expect(totalOf(meter.snapshot()).durationMs).toBeGreaterThan(0);
  });

  it('that runs beside one of another route, each in its own instance as in Lambda, keeps its own calls', async () => {
    const { invoke, meter } = await run({ source, resources: permission, endpoint: call, strictInstances: true });

    await Promise.all([
      invoke(arn, { operations: ['GetItem', 'GetItem'] }, by('GET /users')),
      invoke(arn, { operations: ['PutItem'] }, by('POST /messages')),
    ]);

    expect(meter.snapshot()).toMatchObject([
      { route: 'GET /users', invocations: 1, calls: { GetItem: 2 } },
      { route: 'POST /messages', invocations: 1, calls: { PutItem: 1 } },
    ]);
  });

  it('that shares an instance with one of another route is counted for both together', async () => {
    const { invoke, meter } = await run({ source, properties: PATIENT, resources: permission, endpoint: call });

    await Promise.all([
      invoke(arn, { operations: ['GetItem'], together: 2 }, by('GET /users')),
      invoke(arn, { operations: [], together: 2 }, by('POST /messages')),
    ]);

    expect(meter.snapshot()).toMatchObject([
      { route: 'GET /users', invocations: 1, calls: {} },
      { route: 'POST /messages', invocations: 1, calls: {} },
      { route: SEVERAL_ROUTES, functionId: 'Echo', calls: { GetItem: 1 } },
    ]);
  });

  it('that shares an instance with others of its route keeps its calls', async () => {
    const { invoke, meter } = await run({ source, properties: PATIENT, resources: permission, endpoint: call });

    await Promise.all([1, 2, 3].map(() => invoke(arn, { operations: ['GetItem'], together: 3 }, by('GET /users'))));

    expect(meter.snapshot()).toMatchObject([{ route: 'GET /users', invocations: 3, calls: { GetItem: 3 } }]);
  });

  it('counts even if it fails', async () => {
    const { invoke, meter } = await run({ source: `export const handler = () => { throw new Error('no'); };` });

    await invoke(arn, {}).catch(() => undefined);

    expect(totalOf(meter.snapshot()).invocations).toBe(1);
  });
});

describe('what a function logs', () => {
  const REQUEST_ID = '00000000-0000-0000-0000-000000000000';
  const envelope = (level: string, message: string) =>
    `{"timestamp":"2026-11-22T09:05:07.123Z","level":"${level}","requestId":"${REQUEST_ID}","message":${message}}\n`;
  const json = { LoggingConfig: { LogFormat: 'JSON' } };

  async function loggedBy(body: string, properties: object): Promise<number> {
    const { invoke, meter } = await run({ source: `export const handler = () => { ${body} };`, properties });
    await invoke(arn, {}).catch(() => undefined);
    return totalOf(meter.snapshot()).logBytes;
  }

  it.each([
    ["console.log('hellö')", envelope('INFO', '"hellö"')],
    ['console.warn({ count: 1 })', envelope('WARN', '{"count":1}')],
    ["console.error('two', 'words')", envelope('ERROR', '"two words"')],
    ["console.debug('hello')", ''],
    ["console.log('a'); console.log('b')", envelope('INFO', '"a"') + envelope('INFO', '"b"')],
    [`process.stdout.write('{"_aws":{}}\\n')`, '{"_aws":{}}\n'],
  ])('in JSON, by %s, is counted with what the format adds', async (body, expected) => {
    expect(await loggedBy(body, json)).toBe(Buffer.byteLength(expected));
  });

  it('as text is counted with its timestamp, request id and level', async () => {
    const line = `2026-11-22T09:05:07.123Z\t${REQUEST_ID}\tINFO\thello\n`;

    expect(await loggedBy("console.log('hello')", {})).toBe(line.length);
  });

  it('of a level that the function does not log is not counted', async () => {
    const warnings = { LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN' } };

    expect(await loggedBy("console.info('hello')", warnings)).toBe(0);
  });

  it('of an error has its type, message and stack, and so has what it throws', async () => {
    const stack = '"errorType":"RangeError","errorMessage":"no","stackTrace":["at a"]';
    const error = `const error = new RangeError('no'); error.stack = 'at a';`;

    expect(await loggedBy(`${error} console.error(error)`, json)).toBe(envelope('ERROR', `{${stack}}`).length);
    expect(await loggedBy(`${error} throw error`, json)).toBe(
      envelope('ERROR', `"Invoke Error [at a]",${stack}`).length,
    );
  });

  it('while an instance starts is counted for the route that starts it, and after an invocation for none', async () => {
    const { invoke, meter } = await run({
      source: `
        console.log('loading');
        export const handler = async () => void setTimeout(() => console.log('late'), 20);`,
    });

    await invoke(arn, {});
    const loading = meter.snapshot().find(({ logBytes }) => logBytes > 0);
    await vi.waitUntil(() => meter.snapshot().some(({ route }) => route === NO_ROUTE), 60_000);

    expect(loading?.route).toBe('stream Echo');
  });
});
