/** The functions' configuration as Lambda keeps it, in memory. */

import {
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';

type Variables = Readonly<Record<string, string>>;

export interface MemoryFunction {
  readonly variables: Variables;
  readonly timeoutSeconds: number;
}

interface Configuration {
  variables: Variables;
  readonly timeoutSeconds: number;
  status: 'Successful' | 'Failed';
}

/**
 * @param functions by their names
 * @param update is called before each update; what it throws refuses the update, and `Failed` has Lambda abandon it
 */
export function memoryLambda(
  functions: Readonly<Record<string, MemoryFunction>>,
  update: (name: string, variables: Variables) => 'Failed' | void = () => undefined,
) {
  const all = new Map<string, Configuration>(
    Object.entries(functions).map(([name, each]) => [name, { ...each, status: 'Successful' }]),
  );
  const find = (name: string | undefined): Configuration => {
    const found = all.get(name ?? '');
    if (!found) throw new Error(`There is no function ${name}.`);
    return found;
  };
  const client = {
    async send(command: unknown) {
      if (command instanceof UpdateFunctionConfigurationCommand) {
        const { FunctionName: name = '', Environment } = command.input;
        const configuration = find(name);
        const variables = Environment?.Variables ?? {};
        configuration.status = update(name, variables) ?? 'Successful';
        if (configuration.status === 'Successful') configuration.variables = variables;
      } else if (!(command instanceof GetFunctionConfigurationCommand)) throw new Error('It is not known here.');
      const { variables, timeoutSeconds, status } = find(command.input.FunctionName);
      return { Environment: { Variables: variables }, Timeout: timeoutSeconds, LastUpdateStatus: status };
    },
  };
  return {
    client: client as unknown as LambdaClient,
    /** Returns the variables that a function has. */
    variables: (name: string): Variables => find(name).variables,
  };
}
