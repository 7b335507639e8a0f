/** Runs the template's functions, each in its own worker threads with its bundle, environment and timeout. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServiceRequest, StreamedResponse } from '../aws/service.ts';
import type { ReportMetric } from '../cloudwatch/embedded-metrics.ts';
import type { Faults } from '../faults.ts';
import type { Resource, Stack } from '../template/resource.ts';
import { Meter } from '../usage/meter.ts';
import type { Configurations } from './configurations.ts';
import { environmentOf, type FunctionProperties } from './environment.ts';
import { Instance, type InstanceOptions } from './instance.ts';
import { FunctionError, InvokeDenied, InvokeThrottled, type Invoke } from './invoke.ts';
import { createPermissions } from './permissions.ts';
import { createTranslate } from './source-maps.ts';

export interface Functions {
  readonly invoke: Invoke;
  /** True while any invocation is under way. */
  busy(): boolean;
  close(): Promise<void>;
}

/** Lambda's own default. */
const DEFAULT_TIMEOUT_SECONDS = 3;

const LAMBDA = 'AWS/Lambda';

/** Returns what reports a metric of a function: once for it, and once for all functions of the region together. */
const reportOf =
  (functionName: string, report: ReportMetric) =>
  (name: string, value: number): void => {
    report({ namespace: LAMBDA, name, dimensions: { FunctionName: functionName } }, value);
    report({ namespace: LAMBDA, name, dimensions: {} }, value);
  };

/** Returns the stack's functions except the providers of CDK's custom resources, which run only during a deployment. */
export function applicationFunctions(stack: Stack): readonly Resource<FunctionProperties>[] {
  const providers = new Set(stack.resources.map(({ properties }) => properties['ServiceToken']));
  return stack.ofType<FunctionProperties>('AWS::Lambda::Function').filter(({ arn }) => !providers.has(arn));
}

/**
 * @param options.endpoint handles the AWS calls of a function, given by its logical id. It never rejects.
 * @param options.awsUrl the HTTP address of the same services
 * @param options.secretOf the secret access key of a function, given by its logical id
 */
export function createFunctions(options: {
  stack: Stack;
  endpoint: (functionId: string, request: ServiceRequest) => Promise<StreamedResponse>;
  awsUrl: string;
  secretOf?: (functionId: string) => string;
  faults: Faults;
  log: (line: string) => void;
  meter?: Meter;
  report?: ReportMetric;
  /** Absent: the template's environment variables. */
  configurations?: Configurations;
}): Functions {
  const { stack, faults, report = () => undefined } = options;
  const pools = new Map(
    applicationFunctions(stack).map((func) => {
      const pool = createPool(instanceOptions(func, options), faults);
      const name = func.logicalId;
      return [func.arn, { name, ref: func.ref, permits: createPermissions(stack, func), ...pool }];
    }),
  );
  let running = 0;

  options.configurations?.onChange((functionId) => {
    const func = applicationFunctions(stack).find(({ logicalId }) => logicalId === functionId);
    if (func) pools.get(func.arn)?.replace(instanceOptions(func, options));
  });

  return {
    async invoke(functionArn, event, invoker) {
      const pool = pools.get(functionArn);
      if (!pool) throw new Error(`The template defines no function ${functionArn}.`);
      if (invoker && !pool.permits(invoker)) {
        const message =
          `${invoker.principal} may not invoke ${pool.name} for ${invoker.sourceArn}: ` +
          'no AWS::Lambda::Permission of the template allows it';
        options.log(`[lambda] ${message}`);
        throw new InvokeDenied(message);
      }
      const route = invoker?.route ?? `stream ${pool.name}`;
      if (Math.random() < faults.throttledInvocations) {
        reportOf(pool.ref, report)('Throttles', 1);
        throw new InvokeThrottled('Rate exceeded');
      }
      running += 1;
      report({ namespace: LAMBDA, name: 'ConcurrentExecutions', dimensions: {} }, running);
      try {
        const result = JSON.parse(await pool.invoke(JSON.stringify(event), route)) as unknown;
        reportOf(pool.ref, report)('Errors', 0);
        return result;
      } catch (error) {
        if (error instanceof FunctionError) reportOf(pool.ref, report)('Errors', 1);
        throw error;
      } finally {
        running -= 1;
      }
    },
    busy: () => [...pools.values()].some((pool) => pool.busy()),
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

function instanceOptions(
  func: Resource<FunctionProperties>,
  options: Parameters<typeof createFunctions>[0],
): InstanceOptions {
  const {
    stack,
    endpoint,
    awsUrl,
    faults,
    secretOf = () => 'local',
    log,
    meter = new Meter(),
    report = () => undefined,
    configurations,
  } = options;
  const { Code, Handler, Timeout = DEFAULT_TIMEOUT_SECONDS } = func.properties;
  const root = stack.assetPath(Code.S3Key);
  const translate = createTranslate(root);
  const dot = Handler.lastIndexOf('.');
  const file = ['.mjs', '.js', '.cjs']
    .map((extension) => join(root, Handler.slice(0, dot) + extension))
    .find(existsSync);
  if (!file) throw new Error(`The bundle of ${func.logicalId} has no file for the handler ${Handler} in ${root}.`);

  return {
    data: { module: pathToFileURL(file).href, handler: Handler.slice(dot + 1), functionArn: func.arn },
    environment: environmentOf(func, {
      region: stack.region,
      awsUrl,
      root,
      secretAccessKey: secretOf(func.logicalId),
      variables: configurations?.variablesOf(func.logicalId),
    }),
    // Tests change these while functions run.
    get timeoutMs() {
      return Timeout * 1000 * faults.timeoutFactor;
    },
    get initTimeoutMs() {
      return faults.initTimeoutMs;
    },
    get idleMs() {
      return faults.instanceIdleMs;
    },
    call: ({ body, ...request }, account) => endpoint(func.logicalId, { ...request, body: toBuffer(body), account }),
    account: (route) => meter.account(route, func.logicalId),
    log: (line) => log(`[${func.logicalId}] ${translate(line)}`),
    report,
    measured: (durationMs) => {
      reportOf(func.ref, report)('Invocations', 1);
      reportOf(func.ref, report)('Duration', durationMs);
    },
  };
}

/** Wraps the bytes without a copy: a message port hands over its own copy. */
function toBuffer(body: string | Uint8Array): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

interface Pool {
  invoke(event: string, route: string): Promise<string>;
  /** Has new invocations run by new instances. */
  replace(options: InstanceOptions): void;
  busy(): boolean;
  close(): Promise<void>;
}

/**
 * The instances of one function. By default one instance runs all invocations concurrently, which is faster on one
 * machine. With the fault `strictInstances` each instance runs one invocation at a time, as in Lambda, and there are
 * up to `instancesMax` of them.
 */
function createPool(given: InstanceOptions, faults: Pick<Faults, 'strictInstances' | 'instancesMax'>): Pool {
  let options = given;
  const instances = new Set<Instance>();
  /** Wakes the invocations that wait for an instance, in the order of the calls. */
  const waiting: (() => void)[] = [];

  function available(): Instance | undefined {
    for (const instance of instances) {
      if (instance.retired) instances.delete(instance);
      else if (!faults.strictInstances || !instance.busy) return instance;
    }
    if (instances.size >= faults.instancesMax) return undefined;
    const instance = new Instance(options);
    instances.add(instance);
    return instance;
  }

  return {
    replace(next) {
      options = next;
      // What runs goes on with the old configuration.
      for (const instance of instances) instance.retire();
    },
    async invoke(event, route) {
      let instance = available();
      while (!instance) {
        await new Promise<void>((resolve) => waiting.push(resolve));
        instance = available();
      }
      try {
        return await instance.invoke(event, route);
      } finally {
        waiting.shift()?.();
      }
    },
    busy: () => waiting.length > 0 || [...instances].some((instance) => instance.busy),
    close: async () => {
      await Promise.all([...instances].map((instance) => instance.terminate()));
    },
  };
}
