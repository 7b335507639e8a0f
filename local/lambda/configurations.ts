/**
 * The functions' configuration, as far as it can be changed while they run: their environment variables.
 * https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html
 *
 * A change outlives a restart, as it outlives a deployment that changes nothing of it: where the template gives another
 * value than at the time of the change, the template's counts.
 */
import { ServiceError, type Service } from '../aws/service.ts';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import type { Resource } from '../template/resource.ts';
import type { FunctionProperties } from './environment.ts';

type Variables = Readonly<Record<string, string>>;

/** By variable: the template's value, and the one it was changed to; undefined: none. */
type Changes = Readonly<Record<string, { readonly from?: string | undefined; readonly to?: string | undefined }>>;

export interface Configurations {
  /** Serves `GetFunctionConfiguration` and `UpdateFunctionConfiguration`. */
  readonly service: Service;
  /** Returns the variables of a function, given by its logical id. */
  variablesOf(functionId: string): Variables;
  /** Registers what to do when a function's variables have changed. */
  onChange(work: (functionId: string) => void): void;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const VARIABLES_MAX_BYTES = 4 * 1024;
const DEFAULT_TIMEOUT_SECONDS = 3;

export async function openConfigurations(
  functions: readonly Resource<FunctionProperties>[],
  store: KeyValueStore,
): Promise<Configurations> {
  const changes = new Map(await store.entries<Changes>());
  const work = new Set<(functionId: string) => void>();
  const templateOf = (func: Resource<FunctionProperties> | undefined): Variables =>
    func?.properties.Environment?.Variables ?? {};
  const variablesOf = (functionId: string): Variables => {
    const template = templateOf(functions.find(({ logicalId }) => logicalId === functionId));
    const variables: Record<string, string> = { ...template };
    for (const [name, { from, to }] of Object.entries(changes.get(functionId) ?? {})) {
      if (template[name] !== from) continue;
      if (to === undefined) delete variables[name];
      else variables[name] = to;
    }
    return variables;
  };

  async function update({ logicalId, ...func }: Resource<FunctionProperties>, to: Variables): Promise<void> {
    if (Buffer.byteLength(JSON.stringify(to)) > VARIABLES_MAX_BYTES)
      throw new ServiceError('InvalidParameterValueException', 'The environment variables take more than 4 KB.');
    const from = templateOf({ logicalId, ...func });
    const names = new Set([...Object.keys(from), ...Object.keys(to)]);
    const changed = [...names].filter((name) => from[name] !== to[name]);
    const next = Object.fromEntries(changed.map((name) => [name, { from: from[name], to: to[name] }]));
    changes.set(logicalId, next);
    await store.put(logicalId, next);
    for (const each of work) each(logicalId);
  }

  return {
    variablesOf,
    onChange: (each) => void work.add(each),
    async service({ method, path, body }, authorize) {
      const [, name = ''] = /^\/2015-03-31\/functions\/([^/]+)\/configuration$/.exec(decodeURIComponent(path)) ?? [];
      const func = functions.find(({ ref, arn }) => ref === name || arn === name);
      const action = method === 'PUT' ? 'UpdateFunctionConfiguration' : 'GetFunctionConfiguration';
      if (!['GET', 'PUT'].includes(method))
        throw new ServiceError('UnknownOperationException', `The local Lambda does not serve ${method} ${path}.`, 404);
      authorize(`lambda:${action}`, func?.arn ?? '*');
      if (!func) throw new ServiceError('ResourceNotFoundException', `Function not found: ${name}`, 404);
      if (method === 'PUT') {
        const { Environment, ...others } = JSON.parse(body.toString()) as FunctionProperties;
        const unknown = Object.keys(others)[0];
        if (unknown !== undefined)
          throw new ServiceError('UnknownOperationException', `The local Lambda does not change ${unknown}.`);
        if (Environment) await update(func, Environment.Variables ?? {});
      }
      const { Handler, Runtime, Role, Timeout = DEFAULT_TIMEOUT_SECONDS, MemorySize = 128 } = func.properties;
      const configuration = {
        ...{ FunctionName: func.ref, FunctionArn: func.arn, Handler, Runtime, Role, Timeout, MemorySize },
        ...{ State: 'Active', LastUpdateStatus: 'Successful', Version: '$LATEST' },
        Environment: { Variables: variablesOf(func.logicalId) },
      };
      return {
        statusCode: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(configuration),
      };
    },
  };
}
