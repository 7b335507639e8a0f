/**
 * The message center that a command acts on: a deployed stack, reached by the AWS CLI and SDK with the credentials and
 * region of the environment, or the local cloud that runs on PORT (3000 by default).
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { AwsCli } from './dead-letters.ts';

/** The stack's outputs, by name. */
export type Outputs = Readonly<Record<string, string>>;

/** Most that the AWS CLI prints, in bytes: Lambda sends a function at most 6 MB, and a letter escapes it once more. */
const OUTPUT_MAX_BYTES = 32 * 1024 * 1024;

export const aws: AwsCli = async (...args) => {
  try {
    return (await promisify(execFile)('aws', [...args], { maxBuffer: OUTPUT_MAX_BYTES })).stdout;
  } catch (error) {
    const { code, stderr } = error as { readonly code?: unknown; readonly stderr?: string };
    throw new Error(code === 'ENOENT' ? 'The command aws was not found: install the AWS CLI v2.' : stderr?.trim(), {
      cause: error,
    });
  }
};

/** Finds a deployed stack, and sets the environment for SDK clients that are made afterwards. */
export async function deployedOutputs(stackName: string): Promise<Outputs> {
  const described = await aws('cloudformation', 'describe-stacks', '--stack-name', stackName, '--output', 'json');
  const { Stacks } = JSON.parse(described) as {
    readonly Stacks: readonly {
      readonly StackId: string;
      readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
    }[];
  };
  const [stack] = Stacks;
  // The CLI may have its region from where the SDK does not look: `arn:aws:cloudformation:<region>:…`
  process.env['AWS_REGION'] = stack?.StackId.split(':')[3];
  return Object.fromEntries((stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
}

/** The address of the local cloud's page. */
export const localSite = (): string => `http://127.0.0.1:${process.env['PORT'] ?? '3000'}`;

/**
 * Finds the local cloud, and sets the environment for SDK clients that are made afterwards.
 * @param hint what to do where none runs
 */
export async function localOutputs(hint: string): Promise<Outputs> {
  const { PORT = '3000' } = process.env;
  const response = await fetch(`${localSite()}/_local/outputs`).catch((cause: unknown) => {
    throw new Error(`No message center answers at ${localSite()}. ${hint}`, { cause });
  });
  // The local cloud allows everything to the key `local`, which is no role's.
  delete process.env['AWS_SESSION_TOKEN'];
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: process.env['AWS_ENDPOINT_URL'] ?? `http://127.0.0.1:${Number(PORT) + 3}`,
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  return (await response.json()) as Outputs;
}

/** @throws {Error} where the stack was deployed before it had this output */
export function required(outputs: Outputs, name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new Error(`The stack has no output ${name}. Deploy it again, then repeat this.`);
  return value;
}
