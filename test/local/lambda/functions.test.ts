/** How functions run: events and results, environment, logs, failures, timeouts and instances. */
import { describe, expect, it } from 'vitest';
import type { ServiceResponse } from '#local/aws/service.ts';
import { lambdaFunction } from '../../support/small-assembly.ts';
import { arn, run } from './echo.ts';

describe('a function', () => {
  it('gets its event and returns its result as JSON', async () => {
    const { invoke } = await run({
      source: 'export const handler = async (event) => ({ event, left: undefined, at: new Date(0) });',
    });

    const result = await invoke(arn, { text: 'ü', absent: undefined, at: new Date(0), list: [1, null] });

    const at = '1970-01-01T00:00:00.000Z';
    expect(result).toEqual({ event: { text: 'ü', at, list: [1, null] }, at });
  });

  it('that returns nothing has the result null', async () => {
    const { invoke } = await run({ source: 'export const handler = async () => {};' });

    expect(await invoke(arn, {})).toBeNull();
  });

  it("has the template's and Lambda's environment variables, and none of the machine's", async () => {
    const { invoke } = await run({
      source: 'export const handler = async () => process.env;',
      properties: { Environment: { Variables: { TABLE: { Ref: 'Messages' } } }, MemorySize: 512 },
      resources: { Messages: { Type: 'AWS::DynamoDB::GlobalTable' } },
    });

    const environment = await invoke(arn, {});

    expect(environment).toMatchObject({
      TABLE: 'Messages',
      AWS_LAMBDA_FUNCTION_NAME: 'Echo',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'Echo',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:3003',
    });
    expect(environment).not.toHaveProperty('HOME');
  });

  it('gets a context with its request id and the remaining time', async () => {
    const source = `export const handler = async (_, context) =>
      ({ ...context, left: context.getRemainingTimeInMillis() });`;
    const { invoke } = await run({ source, properties: { Timeout: 7 } });

    const context = (await invoke(arn, {})) as { left: number };

    expect(context).toMatchObject({
      functionName: 'Echo',
      invokedFunctionArn: arn,
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(context.left).toBeGreaterThan(0);
    expect(context.left).toBeLessThanOrEqual(7000);
  });

  it('keeps the state of its module between invocations', async () => {
    const { invoke } = await run({ source: 'let calls = 0; export const handler = async () => (calls += 1);' });

    expect([await invoke(arn, {}), await invoke(arn, {})]).toEqual([1, 2]);
  });

  it('shares no state with another function that has the same bundle', async () => {
    const source = 'let calls = 0; export const handler = async () => (calls += 1);';
    const twin = lambdaFunction('Echo');
    const { invoke } = await run({ source, resources: { Twin: twin } });

    expect([await invoke(arn, {}), await invoke(arn.replace('Echo', 'Twin'), {})]).toEqual([1, 1]);
  });

  it('has no CommonJS globals, as in Lambda', async () => {
    const { invoke } = await run({
      source: 'export const handler = async () => [typeof require, typeof module, typeof __dirname];',
    });

    expect(await invoke(arn, {})).toEqual(['undefined', 'undefined', 'undefined']);
  });

  it('prints to the log under its name', async () => {
    const functions = await run({
      source: `export const handler = async () => { console.log('one\\ntwo'); console.error('three'); };`,
    });

    await functions.invoke(arn, {});
    await functions.close();

    expect(functions.lines.toSorted()).toEqual(['[Echo] one', '[Echo] three', '[Echo] two']);
  });

  it('has its metrics in the log as names and values only', async () => {
    const metadata = {
      Timestamp: 0,
      CloudWatchMetrics: [{ Namespace: 'N', Dimensions: [[]], Metrics: [{ Name: 'Dropped', Unit: 'Count' }] }],
    };
    const line = JSON.stringify({ _aws: metadata, Dropped: 3 });
    const functions = await run({
      source: `export const handler = async () => { process.stdout.write(${JSON.stringify(`${line}\n`)}); };`,
    });

    await functions.invoke(arn, {});
    await functions.close();

    expect(functions.lines).toEqual(['[Echo] metric Dropped=3']);
  });
});

describe('a failing function', () => {
  it('that throws fails its invocation, and the next one works', async () => {
    const source = `let calls = 0; export const handler = async (event) => {
      calls += 1;
      if (event.fail) throw new TypeError('bad');
      return calls;
    };`;
    const { invoke, lines } = await run({ source });

    await expect(invoke(arn, { fail: true })).rejects.toMatchObject({
      name: 'FunctionError',
      errorType: 'TypeError',
      message: 'bad',
    });

    expect(await invoke(arn, {})).toBe(2);
    expect(lines[0]).toMatch(/^\[Echo\] TypeError: bad\n +at /);
  });

  it('that refuses as an authorizer does logs one line, without a stack trace', async () => {
    const { invoke, lines } = await run({
      source: `export const handler = async () => { throw new Error('Unauthorized'); };`,
    });

    await expect(invoke(arn, {})).rejects.toThrow('Unauthorized');

    expect(lines).toEqual(['[Echo] Error: Unauthorized']);
  });

  it.each([
    ['exits', 'process.exit(3)', 'Runtime.ExitError'],
    ['throws outside of an invocation', `setImmediate(() => { throw new RangeError('later'); })`, 'RangeError'],
    ['leaves a rejection unhandled', `Promise.reject(new RangeError('unheard'))`, 'RangeError'],
  ])('that %s fails its invocations, and the next one runs in a new worker', async (_, statement, errorType) => {
    const source = `let calls = 0; export const handler = async (event) => {
      calls += 1;
      if (event.fail) { ${statement}; await new Promise(() => {}); }
      return calls;
    };`;
    const { invoke } = await run({ source });
    await invoke(arn, {});

    await expect(invoke(arn, { fail: true })).rejects.toMatchObject({ name: 'FunctionError', errorType });

    expect(await invoke(arn, {})).toBe(1);
  });

  it('whose init phase takes too long is loaded again by its first invocation, within its own timeout', async () => {
    const source = 'await new Promise((done) => setTimeout(done, 600)); export const handler = async () => "late";';
    const { invoke, faults, lines } = await run({ source, properties: { Timeout: 30 } });
    faults.initTimeoutMs = 100;

    expect(await Promise.all([invoke(arn, {}), invoke(arn, {})])).toEqual(['late', 'late']);

    expect(lines.filter((line) => line.includes('init phase'))).toHaveLength(1);
  });

  it('that is never loaded times out', async () => {
    const source = 'setInterval(() => {}, 1000); await new Promise(() => {}); export const handler = async () => 1;';
    const { invoke, faults } = await run({ source, properties: { Timeout: 1 } });
    faults.initTimeoutMs = 100;

    await expect(invoke(arn, {})).rejects.toMatchObject({
      errorType: 'Sandbox.Timedout',
      message: 'Task timed out after 1.00 seconds',
    });
  });

  it('that does not return is ended at its timeout, even in an endless loop', async () => {
    const source = `export const handler = async (event) => {
      if (event.loop) for (;;);
      if (event.wait) await new Promise(() => {});
      return 'done';
    };`;
    const { invoke, faults, lines } = await run({ source, properties: { Timeout: 1 } });

    await expect(invoke(arn, { wait: true })).rejects.toMatchObject({ errorType: 'Sandbox.Timedout' });
    await expect(invoke(arn, { loop: true })).rejects.toMatchObject({ errorType: 'Sandbox.Timedout' });

    faults.timeoutFactor = 100;
    expect(await invoke(arn, {})).toBe('done');
    expect(lines).toContain('[Echo] Task timed out after 1.00 seconds');
  });

  it('that times out does not end its other invocations', async () => {
    const source = `export const handler = async (event) => {
      const { requestHandler } = globalThis[Symbol.for('aws.clientConfiguration')];
      await requestHandler.handle({ method: 'POST', path: '/' + event.name, query: {}, headers: {} });
      return event.name + ' is done';
    };`;
    const calls = new Map<string, { begun: () => void; answer: Promise<ServiceResponse> }>();
    const expectCall = (name: string, answer: Promise<ServiceResponse>): Promise<void> =>
      new Promise((begun) => calls.set(`/${name}`, { begun, answer }));
    const never = new Promise<ServiceResponse>(() => {});
    let answerOther = (_response: ServiceResponse): void => {};
    const { invoke, faults } = await run({
      source,
      properties: { Timeout: 1 },
      endpoint: (_, { path }) => {
        calls.get(path)?.begun();
        return calls.get(path)?.answer ?? never;
      },
    });

    const lateBegun = expectCall('late', never);
    const late = invoke(arn, { name: 'late' }).catch((error: unknown) => error);
    await lateBegun;
    faults.timeoutFactor = 100;
    const otherBegun = expectCall('other', new Promise((resolve) => (answerOther = resolve)));
    const other = invoke(arn, { name: 'other' });
    await otherBegun;
    expect(await late).toMatchObject({ errorType: 'Sandbox.Timedout' });
    answerOther({ statusCode: 200, headers: {}, body: '' });

    expect(await other).toBe('other is done');
  });

  it('whose bundle cannot be loaded reports the reason at each invocation', async () => {
    const { invoke } = await run({ source: `throw new Error('The environment variable X is not set.');` });

    await expect(invoke(arn, {})).rejects.toThrow('The environment variable X is not set.');
    await expect(invoke(arn, {})).rejects.toThrow('The environment variable X is not set.');
  });
});

describe('instances', () => {
  /** Returns how many invocations run in the module at the same time, once as many do as its event says. */
  const source = `let now = 0; let peak = 0; export const handler = async ({ together = 1 }) => {
    now += 1; const most = now;
    peak = Math.max(peak, now);
    do await new Promise((resolve) => setTimeout(resolve, 50)); while (peak < together);
    now -= 1;
    return most;
  };`;

  it('run several invocations at once by default', async () => {
    const { invoke } = await run({ source, properties: { Timeout: 60 } });

    const seen = await Promise.all([1, 2, 3].map(() => invoke(arn, { together: 3 })));

    expect(Math.max(...(seen as number[]))).toBe(3);
  });

  it('run one invocation at a time with the fault strictInstances, with more instances under load', async () => {
    const { invoke } = await run({ source, strictInstances: true });

    expect(await Promise.all([1, 2, 3].map(() => invoke(arn, {})))).toEqual([1, 1, 1]);
  });

  it('are no more than the fault instancesMax says, and the other invocations wait', async () => {
    const { invoke, faults } = await run({
      source: `const id = crypto.randomUUID(); ${source.replace('return most', 'return { id, most }')}`,
      strictInstances: true,
    });
    faults.instancesMax = 2;

    const seen = (await Promise.all(Array.from({ length: 5 }, () => invoke(arn, {})))) as {
      id: string;
      most: number;
    }[];

    expect(seen.map(({ most }) => most)).toEqual([1, 1, 1, 1, 1]);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(2);
  });

  it('become strict while they run when the fault is turned on', async () => {
    const { invoke, faults } = await run({ source });
    await invoke(arn, {});

    faults.strictInstances = true;

    expect(await Promise.all([1, 2, 3].map(() => invoke(arn, {})))).toEqual([1, 1, 1]);
  });
});

it("the providers of CDK's custom resources are not run", async () => {
  const provider = lambdaFunction('Nowhere', { Runtime: 'python3.13' });
  const deployment = {
    Type: 'Custom::CDKBucketDeployment',
    Properties: { ServiceToken: { 'Fn::GetAtt': ['Provider', 'Arn'] } },
  };

  const { invoke } = await run({
    source: 'export const handler = async () => 1;',
    resources: { Provider: provider, Deployment: deployment },
  });

  expect(await invoke(arn, {})).toBe(1);
  await expect(invoke(arn.replace('Echo', 'Provider'), {})).rejects.toThrow('defines no function');
});
