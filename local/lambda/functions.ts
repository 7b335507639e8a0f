/** Runs the functions of the template: each in worker threads of its own, with its bundle, environment and timeout. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServiceRequest, ServiceResponse } from '../aws/service.ts';
import type { Faults } from '../faults.ts';
import type { Resource, Stack } from '../template/resource.ts';
import { environmentOf, type FunctionProperties } from './environment.ts';
import { Instance, type InstanceOptions } from './instance.ts';
import { InvokeDenied, type Invoke } from './invoke.ts';
import { createPermissions } from './permissions.ts';

export interface Functions {
  readonly invoke: Invoke;
  close(): Promise<void>;
}

/** Lambda's own default, in seconds. */
const DEFAULT_TIMEOUT = 3;

/**
 * The functions that are the product's own: CDK's, which serve its custom resources while a stack is deployed, have
 * nothing to do here.
 */
export function productFunctions(stack: Stack): readonly Resource<FunctionProperties>[] {
  const providers = new Set(stack.resources.map(({ properties }) => properties['ServiceToken']));
  return stack.ofType<FunctionProperties>('AWS::Lambda::Function').filter(({ arn }) => !providers.has(arn));
}

/**
 * @param options.endpoint answers the AWS calls of a function, which is named by its logical id; never rejects
 * @param options.awsUrl where the same services listen on HTTP
 */
export function createFunctions(options: {
  stack: Stack;
  endpoint: (functionId: string, request: ServiceRequest) => Promise<ServiceResponse>;
  awsUrl: string;
  faults: Faults;
  log: (line: string) => void;
}): Functions {
  const { stack, faults } = options;
  const pools = new Map(
    productFunctions(stack).map((func) => {
      const pool = createPool(instanceOptions(func, options), faults);
      return [func.arn, { name: func.logicalId, permits: createPermissions(stack, func), ...pool }];
    }),
  );

  return {
    async invoke(functionArn, event, invoker) {
      const pool = pools.get(functionArn);
      if (!pool) throw new Error(`The template defines no function ${functionArn}.`);
      if (invoker && !pool.permits(invoker)) {
        const message = `${invoker.principal} may not invoke ${pool.name} for ${invoker.sourceArn}: no AWS::Lambda::Permission allows it`;
        options.log(`[lambda] ${message}`);
        throw new InvokeDenied(message);
      }
      return JSON.parse(await pool.invoke(JSON.stringify(event))) as unknown;
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

function instanceOptions(
  func: Resource<FunctionProperties>,
  options: Parameters<typeof createFunctions>[0],
): InstanceOptions {
  const { stack, endpoint, awsUrl, log } = options;
  const { Code, Handler, Timeout = DEFAULT_TIMEOUT } = func.properties;
  const root = stack.assetPath(Code.S3Key);
  const dot = Handler.lastIndexOf('.');
  const file = ['.mjs', '.js', '.cjs']
    .map((extension) => join(root, Handler.slice(0, dot) + extension))
    .find(existsSync);
  if (!file) throw new Error(`The bundle of ${func.logicalId} has no file for its handler ${Handler} in ${root}.`);

  return {
    data: { module: pathToFileURL(file).href, handler: Handler.slice(dot + 1), functionArn: func.arn },
    environment: environmentOf(func, { region: stack.region, awsUrl, root }),
    timeout: Timeout * 1000,
    call: ({ body, ...request }) => endpoint(func.logicalId, { ...request, body: toBuffer(body) }),
    log: (line) => log(`[${func.logicalId}] ${line}`),
  };
}

/** Without a copy: the bytes that came over the port are ours. */
function toBuffer(body: string | Uint8Array): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

/**
 * The instances of one function. By default one instance runs all invocations at once, which is quicker on one machine;
 * strictly, an instance runs one at a time, as in Lambda.
 */
function createPool(
  options: InstanceOptions,
  faults: Pick<Faults, 'strictInstances'>,
): { invoke(event: string): Promise<string>; close(): Promise<void> } {
  const instances = new Set<Instance>();

  function available(): Instance {
    for (const instance of instances) {
      if (instance.retired) instances.delete(instance);
      else if (!faults.strictInstances || !instance.busy) return instance;
    }
    const instance = new Instance(options);
    instances.add(instance);
    return instance;
  }

  return {
    invoke: (event) => available().invoke(event),
    close: async () => {
      await Promise.all([...instances].map((instance) => instance.terminate()));
    },
  };
}
