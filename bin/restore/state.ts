/**
 * What restores have left in the functions of a deployed stack. It is read from the functions and not from their
 * template: a restore changes their variables past CloudFormation, and a deployment puts the template's back.
 */
import { LOG_GENERATION, RESTORING } from '#functions/aws/environment.ts';
import type { Result } from '../cli-result.ts';

export interface RestoreState {
  /** The highest generation of logs that any function writes. */
  readonly generation: number;
  /** The moment of the restore that is under way: ISO time. */
  readonly underWay?: string;
}

type Variables = Readonly<Record<string, string>>;
/** Runs the AWS CLI, in the region and with the profile of the deployment. */
type Aws = (...args: readonly string[]) => Promise<Result>;

export async function readRestoreState(stackName: string, aws: Aws): Promise<RestoreState> {
  const all = (await readFunctions(stackName, aws)).map(({ variables }) => variables);
  const [underWay] = all.flatMap((variables) => variables[RESTORING]?.split(' ')[0] ?? []);
  return {
    generation: Math.max(1, ...all.map((variables) => Number(variables[LOG_GENERATION] ?? 1))),
    ...(underWay !== undefined && { underWay }),
  };
}

/**
 * Raises the generation of logs in the functions that have a lower one.
 * @returns the functions' names
 */
export async function raiseGeneration(stackName: string, generation: number, aws: Aws): Promise<readonly string[]> {
  const behind = (await readFunctions(stackName, aws)).filter(
    ({ variables }) => Number(variables[LOG_GENERATION] ?? generation) < generation,
  );
  for (const { name, variables } of behind) {
    const Variables = { ...variables, [LOG_GENERATION]: String(generation) };
    await succeed(aws, 'lambda', 'wait', 'function-updated-v2', '--function-name', name);
    await succeed(
      aws,
      ...['lambda', 'update-function-configuration', '--function-name', name],
      ...['--environment', JSON.stringify({ Variables }), '--output', 'json'],
    );
    // It fails where Lambda abandons the update.
    await succeed(aws, 'lambda', 'wait', 'function-updated-v2', '--function-name', name);
  }
  return behind.map(({ name }) => name);
}

interface FunctionVariables {
  readonly name: string;
  readonly variables: Variables;
}

async function readFunctions(stackName: string, aws: Aws): Promise<readonly FunctionVariables[]> {
  const read = async (...args: readonly string[]): Promise<unknown> =>
    JSON.parse(await succeed(aws, ...args, '--output', 'json')) as unknown;
  // HttpFunctions, StreamFunctions and so on. A stack of an earlier version has none.
  const query = "Stacks[0].Outputs[?ends_with(OutputKey, 'Functions')].OutputValue";
  const outputs = await read('cloudformation', 'describe-stacks', '--stack-name', stackName, '--query', query);
  const names = ((outputs ?? []) as readonly string[]).flatMap((value) => value.split(',')).filter(Boolean);
  const command = ['lambda', 'get-function-configuration', '--query', 'Environment.Variables', '--function-name'];
  return Promise.all(
    names.map(async (name) => ({ name, variables: ((await read(...command, name)) ?? {}) as Variables })),
  );
}

/** @returns what the command printed @throws {Error} where it failed */
async function succeed(aws: Aws, ...args: readonly string[]): Promise<string> {
  const { succeeded, stdout, stderr } = await aws(...args);
  if (!succeeded) throw new Error(stderr.trim());
  return stdout;
}
