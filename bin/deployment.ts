/**
 * A deployment by the CDK's command: a new stack in two steps, and an update only after a look at what it replaces.
 * `bin/deploy.ts` runs it.
 */
import { type ChangeSet, reviewChangeSet } from './change-set.ts';
import type { Result } from './cli-result.ts';
import { raiseGeneration, readRestoreState, type RestoreState } from './restore/state.ts';
import { readSettings } from './settings.ts';

export interface DeploymentOptions {
  /** The arguments of `npm run deploy`. */
  readonly args: readonly string[];
  /** The context of `cdk.json`. */
  readonly context: Readonly<Record<string, unknown>>;
  /** True if nobody is there to approve of changes. */
  readonly unattended: boolean;
  /** Runs the CDK's command in front of the person who deploys. @returns whether it succeeded */
  readonly cdk: (...args: readonly string[]) => Promise<boolean>;
  /** Runs the AWS CLI. */
  readonly aws: (...args: readonly string[]) => Promise<Result>;
  readonly print: (line: string) => void;
  /** Names the change set that is looked at. */
  readonly changeSetName: string;
}

/** Options that would make another change set than the one that is looked at, or none. */
const OWN_METHOD = /^(--method|-m|--change-set-name|--execute|--no-execute|--hotswap.*)(=|$)/;
/** Options of the CDK's command that the AWS CLI has as well. */
const SHARED_OPTIONS = ['--profile', '--region'];
/** A stack in this state was never created; the CDK begins anew. */
const NEVER_CREATED = new Set(['REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_COMPLETE']);
const NEVER_ASK = ['--require-approval', 'never'];

/** @returns whether the stack is deployed */
export async function deploy(options: DeploymentOptions): Promise<boolean> {
  const { args, context, unattended, cdk, print } = options;
  const own = args.find((arg) => OWN_METHOD.test(arg));
  if (own !== undefined)
    throw new Error(
      `npm run deploy chooses the method itself, so it does not take ${own}. Use npx cdk deploy for that.`,
    );

  const approval = unattended && !args.some((arg) => arg.startsWith('--require-approval')) ? NEVER_ASK : [];
  if (approval.length > 0) print('Nobody is there to ask, so changes of permissions are not asked about.');
  const { stackName, settings } = readSettings({ ...context, ...contextOf(args) });

  if (!(await exists(stackName, options))) {
    const isProtected = settings.retainData !== false && settings.deletionProtection !== false;
    if (!isProtected) return cdk('deploy', ...args, ...approval);
    print(`${stackName} is new. It is deployed without protection from deletion, and at once again with it:`);
    print('where the first deployment fails, CloudFormation can remove all that it made.');
    return (
      (await cdk('deploy', ...args, '-c', 'deletionProtection=false', ...approval)) &&
      (await cdk('deploy', ...args, ...approval))
    );
  }
  const state = await readRestoreState(stackName, (...given) => options.aws(...given, ...shared(args)));
  const undoing = undoneRestore(stackName, settings.logGeneration ?? 1, state);
  if (undoing !== undefined) {
    print(`Refused, and nothing was changed: ${undoing}`);
    return false;
  }
  if (!(await isHarmless(stackName, options))) return false;
  if (await cdk('deploy', ...args, ...approval)) return true;
  await keepGeneration(stackName, state.generation, options);
  return false;
}

/**
 * Undoes what a failed deployment has undone: CloudFormation rolls functions back to the variables of its last
 * template, which knows nothing of a generation that a restore raised past it.
 */
async function keepGeneration(
  stackName: string,
  generation: number,
  { args, aws, print }: DeploymentOptions,
): Promise<void> {
  try {
    const raised = await raiseGeneration(stackName, generation, (...given) => aws(...given, ...shared(args)));
    if (raised.length === 0) return;
    print(`The failed deployment took the generation of logs back. It is ${generation} again in ${raised.join(', ')}.`);
    print('What was sent in between may be missing on some devices.');
  } catch (error) {
    print(`LOG_GENERATION may be below ${generation} in some functions. With a lower one, what was restored and what`);
    print('was there before merge. Look at each function of the outputs *Functions, and set it, now. The reason:');
    print(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Says what of a restore the deployment would undo, by giving the functions the variables of the template.
 * @param logGeneration as the settings have it
 */
function undoneRestore(
  stackName: string,
  logGeneration: number,
  { generation, underWay }: RestoreState,
): string | undefined {
  if (underWay !== undefined)
    return (
      `a restore to ${underWay} is under way, and functions would write what it restores. ` +
      `Let it end first: npm run restore -- --stack ${stackName} --to ${underWay.replace(/\.\d+Z$/, 'Z')}`
    );
  if (logGeneration < generation)
    return (
      `logGeneration is ${logGeneration}, and a restore has raised it to ${generation}. ` +
      `With the lower one, what was restored and what was there before would merge. Set it in cdk.json, ` +
      `as the restore did: docs/operations.md, Restore.`
    );
  return undefined;
}

async function exists(stackName: string, { args, aws }: DeploymentOptions): Promise<boolean> {
  const query = ['--query', 'Stacks[0].StackStatus', '--output', 'text'];
  const found = await aws('cloudformation', 'describe-stacks', '--stack-name', stackName, ...query, ...shared(args));
  if (found.succeeded) return !NEVER_CREATED.has(found.stdout.trim());
  if (found.stderr.includes('does not exist')) return false;
  throw new Error(found.stderr.trim());
}

/**
 * Says what the update replaces. The look changes one thing: termination protection, which is the CDK's to set, becomes
 * what the settings say.
 * @returns false if it would replace something that holds data
 */
async function isHarmless(stackName: string, options: DeploymentOptions): Promise<boolean> {
  const { args, cdk, aws, print, changeSetName } = options;
  const changeSet = ['--stack-name', stackName, '--change-set-name', changeSetName, ...shared(args)];
  print('First a look at what the update would replace.');
  // Nothing is executed, so nothing is to be approved of.
  const prepare = ['--method', 'prepare-change-set', '--change-set-name', changeSetName];
  const approved = args.filter(
    (arg, i) => !arg.startsWith('--require-approval') && args[i - 1] !== '--require-approval',
  );
  if (!(await cdk('deploy', ...approved, ...prepare, ...NEVER_ASK))) return false;

  const described = await aws('cloudformation', 'describe-change-set', ...changeSet, '--output', 'json');
  // The CDK makes no change set where the template is the same. It leaves an empty one behind, which has no changes.
  if (!described.succeeded && !/ChangeSetNotFound|does not exist/.test(described.stderr))
    throw new Error(described.stderr.trim());
  if (described.succeeded) await aws('cloudformation', 'delete-change-set', ...changeSet);
  const { lines, refused } = reviewChangeSet(described.succeeded ? (JSON.parse(described.stdout) as ChangeSet) : {});
  print(lines.length === 0 ? 'It replaces and removes nothing.' : 'It replaces or removes:');
  for (const line of lines) print(`  ${line}`);
  if (refused.length === 0) return true;
  print('Refused: what holds data would be empty afterwards. No resource was changed.');
  for (const line of refused) print(`  ${line}`);
  // The CDK sets it before it makes a change set, also one that is only looked at.
  print('Only the termination protection of the stack itself is now as your settings say (deletionProtection).');
  print('If that is what you want, npx cdk deploy does it.');
  return false;
}

/** Returns the values that are given with `-c name=value`. */
function contextOf(args: readonly string[]): Readonly<Record<string, string>> {
  const given = args.flatMap((arg, i) => {
    if (arg === '-c' || arg === '--context') return args[i + 1] ?? [];
    return /^(?:-c|--context)=(.*)$/s.exec(arg)?.[1] ?? [];
  });
  return Object.fromEntries(given.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

const shared = (args: readonly string[]): readonly string[] =>
  args.flatMap((arg, i) => {
    if (SHARED_OPTIONS.includes(arg)) return [arg, args[i + 1] ?? ''];
    return SHARED_OPTIONS.some((option) => arg.startsWith(`${option}=`)) ? [arg] : [];
  });
