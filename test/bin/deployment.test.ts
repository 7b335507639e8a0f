/** What npm run deploy does, with a CDK and an AWS CLI that only say what they were asked. */
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { ChangeSet } from '#bin/change-set.ts';
import { deploy } from '#bin/deployment.ts';
import { IN_STEPS, explainProtection } from '#bin/explain-protection.ts';

interface Account {
  /** The stack's status; none: there is no such stack. */
  readonly status?: string;
  /** What the update would do; none: nothing. */
  readonly changes?: ChangeSet['Changes'];
  /** An error of every call. */
  readonly error?: string;
  /** The variables of its functions, by their names. */
  readonly functions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The variables that a rollback leaves; none: those before. */
  readonly rolledBack?: Account['functions'];
  /** Whether no function can be updated. */
  readonly refusesUpdates?: boolean;
  /** Runs of the CDK's command that succeed before one fails. */
  readonly successes?: number;
}

const context = { stackName: 'MessageCenter', retainData: true, deletionProtection: true };

async function deploying(account: Account, args: readonly string[] = [], unattended = false) {
  const runs: string[] = [];
  const calls: string[] = [];
  const lines: string[] = [];
  const answer = (stdout: string) => ({ succeeded: true, stdout, stderr: '' });
  const failure = (stderr: string) => ({ succeeded: false, stdout: '', stderr });
  const functionsNow = () =>
    (runs.length > (account.successes ?? Infinity) ? account.rolledBack : undefined) ?? account.functions;
  const deployed = await deploy({
    args,
    context,
    unattended,
    cdk: async (...given) => runs.push(given.join(' ')) <= (account.successes ?? Infinity),
    aws: async (...given) => {
      calls.push(given.join(' '));
      if (account.error !== undefined) return failure(account.error);
      if (given.some((arg) => arg.includes('Outputs')))
        return answer(JSON.stringify(account.functions ? [Object.keys(account.functions).join(',')] : null));
      if (given.includes('get-function-configuration')) {
        const [name = ''] = given.slice(given.indexOf('--function-name') + 1);
        return answer(JSON.stringify(functionsNow()?.[name] ?? null));
      }
      if (given.includes('update-function-configuration') && account.refusesUpdates) return failure('Denied.');
      if (given.includes('describe-stacks'))
        return account.status === undefined
          ? failure('An error occurred (ValidationError): Stack with id MessageCenter does not exist')
          : answer(`${account.status}\n`);
      if (given.includes('describe-change-set'))
        return account.changes
          ? answer(JSON.stringify({ Changes: account.changes }))
          : failure('An error occurred (ChangeSetNotFound): ChangeSet [look-1] does not exist');
      return answer('');
    },
    print: (line) => lines.push(line),
    changeSetName: 'look-1',
  });
  return { deployed, runs, calls, said: lines.join('\n') };
}

const change = (Action: string, ResourceType: string, Replacement?: string) => ({
  ResourceChange: { Action, LogicalResourceId: 'Some1A2B3C4D', ResourceType, ...(Replacement && { Replacement }) },
});
const look = 'deploy --method prepare-change-set --change-set-name look-1 --require-approval never';

describe('a new stack', () => {
  it.each([undefined, 'ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS'])(
    'is deployed without protection, and at once again with it (%s)',
    async (status) => {
      const { deployed, runs, said } = await deploying(status === undefined ? {} : { status }, ['-c', 'sendBurst=5']);

      expect(deployed).toBe(true);
      expect(runs).toEqual(['deploy -c sendBurst=5 -c deletionProtection=false', 'deploy -c sendBurst=5']);
      expect(said).toContain('MessageCenter is new');
    },
  );

  it('is not protected where creating it failed', async () => {
    const { deployed, runs } = await deploying({ successes: 0 });

    expect([deployed, runs.length]).toEqual([false, 1]);
  });

  it.each([[['-c', 'retainData=false']], [['--context=deletionProtection=false']]])(
    'that is never protected is deployed once: %j',
    async (args) => {
      const { runs } = await deploying({}, args);

      expect(runs).toEqual([['deploy', ...args].join(' ')]);
    },
  );
});

describe('an update', () => {
  it.each([
    ['nothing at all', undefined],
    [
      'nothing it replaces',
      [change('Modify', 'AWS::DynamoDB::GlobalTable', 'False'), change('Add', 'AWS::S3::Bucket')],
    ],
  ])('of %s is looked at and deployed', async (_, changes) => {
    const { deployed, runs, said } = await deploying({ status: 'UPDATE_COMPLETE', ...(changes && { changes }) });

    expect([deployed, runs]).toEqual([true, [look, 'deploy']]);
    expect(said).toContain('It replaces and removes nothing.');
  });

  it.each([
    ['Modify', 'AWS::Cognito::UserPoolClient', 'True', 'is replaced'],
    ['Modify', 'AWS::Lambda::Permission', 'Conditional', 'may be replaced'],
    ['Remove', 'AWS::SQS::Queue', undefined, 'is removed'],
    ['Remove', 'AWS::DynamoDB::GlobalTable', undefined, 'is removed'],
  ])('says what it does (%s %s %s) before it begins', async (action, type, replacement, what) => {
    const { deployed, runs, said } = await deploying({
      status: 'CREATE_COMPLETE',
      changes: [change(action, type, replacement)],
    });

    expect([deployed, runs]).toEqual([true, [look, 'deploy']]);
    expect(said).toContain(`Some1A2B3C4D (${type}) ${what}`);
  });

  const data = [
    'DynamoDB::GlobalTable',
    'DynamoDB::Table',
    'Cognito::UserPool',
    'S3::Bucket',
    'SecretsManager::Secret',
  ];
  it.each(
    data.flatMap((name) => [
      [`AWS::${name}`, 'replaced', [change('Modify', `AWS::${name}`, 'True')]] as const,
      [`AWS::${name}`, 'replaced perhaps', [change('Modify', `AWS::${name}`, 'Conditional')]] as const,
      [`AWS::${name}`, 'moved', [change('Add', `AWS::${name}`), change('Remove', `AWS::${name}`)]] as const,
    ]),
  )('by which a %s would be %s is refused, and no resource was changed', async (_, _how, changes) => {
    const { deployed, runs, calls, said } = await deploying({ status: 'UPDATE_COMPLETE', changes });

    expect([deployed, runs]).toEqual([false, [look]]);
    expect(said).toContain('Refused');
    // The CDK has set the stack's termination protection by then.
    expect(said).not.toContain('Nothing was changed');
    expect(said).toContain('termination protection');
    expect(calls.at(-1)).toBe('cloudformation delete-change-set --stack-name MessageCenter --change-set-name look-1');
  });

  it('that cannot be looked at is not deployed', async () => {
    expect(await deploying({ status: 'CREATE_COMPLETE', successes: 0 })).toMatchObject({
      deployed: false,
      runs: [look],
    });
    await expect(deploying({ error: 'Unable to locate credentials\n' })).rejects.toThrow(
      /^Unable to locate credentials$/,
    );
  });

  it('is of the stack, the region and the profile that the arguments name', async () => {
    const args = ['-c', 'stackName=Staging', '--region', 'eu-west-1', '--profile=ops'];
    const { calls } = await deploying({ status: 'CREATE_COMPLETE' }, args);

    for (const call of calls) expect(call).toMatch(/--stack-name Staging .*--region eu-west-1 --profile=ops/);
  });

  it.each([
    [[], 2],
    [['-c', 'logGeneration=3'], 4],
  ])('with a lower generation of logs than a restore has set is refused (%j, %i)', async (args, generation) => {
    const functions = { Http: {}, Stream: { LOG_GENERATION: String(generation) } };
    const { deployed, runs, said } = await deploying({ status: 'UPDATE_COMPLETE', functions }, args);

    expect([deployed, runs]).toEqual([false, []]);
    expect(said).toContain(`a restore has raised it to ${generation}`);
  });

  it('with the generation of the restore, or a higher one, is deployed', async () => {
    const functions = { Stream: { LOG_GENERATION: '2' }, Trigger: {} };

    for (const generation of [2, 3]) {
      const args = ['-c', `logGeneration=${generation}`];
      expect(await deploying({ status: 'UPDATE_COMPLETE', functions }, args)).toMatchObject({ deployed: true });
    }
  });

  describe('that fails after a restore', () => {
    const restored = { LOG_GENERATION: '2', USERS_TABLE: 'Users' };
    const failed: Account = {
      status: 'UPDATE_COMPLETE',
      functions: { Http: restored, Stream: restored, Trigger: { USERS_TABLE: 'Users' } },
      successes: 1,
    };
    const rolledBack = { ...failed.functions, Stream: { ...restored, LOG_GENERATION: '1' } };
    const args = ['-c', 'logGeneration=2', '--region', 'eu-west-1'];
    const updates = (calls: readonly string[]) => calls.filter((call) => call.includes('update-function'));

    it('has the generation raised again in the functions that the rollback took back', async () => {
      const { deployed, calls, said } = await deploying({ ...failed, rolledBack }, args);

      expect(deployed).toBe(false);
      const environment = JSON.stringify({ Variables: { LOG_GENERATION: '2', USERS_TABLE: 'Users' } });
      expect(updates(calls)).toEqual([
        `lambda update-function-configuration --function-name Stream --environment ${environment} ` +
          '--output json --region eu-west-1',
      ]);
      expect(said).toContain('It is 2 again in Stream.');
    });

    it('leaves functions alone that the rollback did not reach', async () => {
      const { deployed, calls, said } = await deploying(failed, args);

      expect([deployed, updates(calls)]).toEqual([false, []]);
      expect(said).not.toContain('generation');
    });

    it('says so where the generation cannot be raised', async () => {
      const { deployed, said } = await deploying({ ...failed, rolledBack, refusesUpdates: true }, args);

      expect(deployed).toBe(false);
      expect(said).toMatch(/LOG_GENERATION may be below 2[^]*Denied\./);
    });
  });

  it('while a restore is under way is refused', async () => {
    const functions = { Stream: { LOG_GENERATION: '1' }, Http: { RESTORING: '2026-11-24T10:00:00.000Z Messages 2' } };
    const { deployed, runs, said } = await deploying({ status: 'UPDATE_COMPLETE', functions });

    expect([deployed, runs]).toEqual([false, []]);
    expect(said).toContain('npm run restore -- --stack MessageCenter --to 2026-11-24T10:00:00Z');
  });

  it.each([['--method=direct'], ['-m'], ['--hotswap'], ['--no-execute']])(
    'by another method is refused: %s',
    async (arg) => {
      await expect(deploying({}, [arg])).rejects.toThrow(/npx cdk deploy/);
    },
  );
});

describe('without a terminal', () => {
  it('nothing is asked, and that is said', async () => {
    const first = await deploying({}, [], true);
    const update = await deploying({ status: 'CREATE_COMPLETE' }, [], true);

    expect(first.runs.every((run) => run.endsWith('--require-approval never'))).toBe(true);
    expect(update.runs).toEqual([look, 'deploy --require-approval never']);
    expect(update.said).toContain('not asked about');
  });

  it.each([[['--require-approval', 'broadening']], [['--require-approval=broadening']]])(
    'what is to be approved can be said: %j',
    async (args) => {
      const { runs } = await deploying({ status: 'CREATE_COMPLETE' }, args, true);

      expect(runs).toEqual([look, ['deploy', ...args].join(' ')]);
    },
  );
});

it('a plain cdk deploy says that it protects from the beginning', () => {
  const stacks = [{}, { [IN_STEPS]: 'true' }].map((given) => {
    const stack = new Stack(new App({ context: given }), 'Stack', { terminationProtection: true });
    explainProtection(stack);
    return stack;
  });
  const infos = stacks.map((stack) =>
    Annotations.fromStack(stack).findInfo('*', Match.stringLikeRegexp('npm run deploy')),
  );

  expect(infos.map(({ length }) => length)).toEqual([1, 0]);
});
