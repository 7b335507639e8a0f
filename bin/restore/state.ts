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

type Variables = Readonly<Record<string, string>> | null;

/** @param aws runs the AWS CLI, in the region and with the profile of the deployment */
export async function readRestoreState(
  stackName: string,
  aws: (...args: readonly string[]) => Promise<Result>,
): Promise<RestoreState> {
  const read = async (...args: readonly string[]): Promise<unknown> => {
    const { succeeded, stdout, stderr } = await aws(...args, '--output', 'json');
    if (!succeeded) throw new Error(stderr.trim());
    return JSON.parse(stdout) as unknown;
  };
  // HttpFunctions, StreamFunctions and so on. A stack of an earlier version has none.
  const query = "Stacks[0].Outputs[?ends_with(OutputKey, 'Functions')].OutputValue";
  const outputs = await read('cloudformation', 'describe-stacks', '--stack-name', stackName, '--query', query);
  const names = ((outputs ?? []) as readonly string[]).flatMap((value) => value.split(',')).filter(Boolean);
  const command = ['lambda', 'get-function-configuration', '--query', 'Environment.Variables', '--function-name'];
  const all = (await Promise.all(names.map((name) => read(...command, name)))) as readonly Variables[];
  const [underWay] = all.flatMap((variables) => variables?.[RESTORING]?.split(' ')[0] ?? []);
  return {
    generation: Math.max(1, ...all.map((variables) => Number(variables?.[LOG_GENERATION] ?? 1))),
    ...(underWay !== undefined && { underWay }),
  };
}
