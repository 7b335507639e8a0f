/**
 * Backup plans. Nothing is backed up here, since there is no other account to copy to; what is checked is what would
 * fail each night in the cloud: whether the role of a plan may back up each resource, and copy that.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html
 */
import { compile } from '../iam/policy.ts';
import { statementsOfFunction } from '../iam/roles.ts';
import type { Resource, Stack } from '../template/resource.ts';

interface PlanProperties {
  readonly BackupPlan: { readonly BackupPlanRule: readonly Rule[] };
}

interface Rule {
  readonly TargetBackupVault: string;
  readonly CopyActions?: readonly { readonly DestinationBackupVaultArn: string }[];
}

interface SelectionProperties {
  readonly BackupPlanId: string;
  readonly BackupSelection: { readonly IamRoleArn: string; readonly Resources?: readonly string[] };
}

/** @throws {Error} that names a plan that could not do its work, or that the local cloud does not know */
export function checkBackupPlans(stack: Stack): void {
  const plans = new Map(stack.ofType<PlanProperties>('AWS::Backup::BackupPlan').map((plan) => [plan.ref, plan]));
  for (const selection of stack.ofType<SelectionProperties>('AWS::Backup::BackupSelection')) {
    const plan = plans.get(selection.properties.BackupPlanId);
    if (!plan) throw new Error(`The backup selection ${selection.logicalId} is of no plan of the template.`);
    checkSelection(stack, plan, selection);
  }
}

function checkSelection(
  stack: Stack,
  plan: Resource<PlanProperties>,
  { logicalId, properties: { BackupSelection } }: Resource<SelectionProperties>,
): void {
  const { IamRoleArn: Role, Resources, ...others } = BackupSelection;
  const unknown = Object.keys(others).find((name) => name !== 'SelectionName');
  if (unknown !== undefined || !Resources)
    throw new Error(`The local cloud does not know ${unknown ?? 'a selection without Resources'} (of ${logicalId}).`);
  const statements = statementsOfFunction(stack, { ...plan, properties: { Role } });
  const decide = compile(statements, logicalId, stack.accountId);
  const vaults = `arn:aws:backup:${stack.region}:${stack.accountId}:backup-vault`;
  for (const { TargetBackupVault, CopyActions = [] } of plan.properties.BackupPlan.BackupPlanRule) {
    const needed = [
      ...Resources.map((arn) => ['dynamodb:StartAwsBackupJob', arn] as const),
      ...(CopyActions.length > 0 ? [['backup:CopyFromBackupVault', `${vaults}:${TargetBackupVault}`] as const] : []),
      ...CopyActions.map((copy) => ['backup:CopyIntoBackupVault', copy.DestinationBackupVaultArn] as const),
    ];
    const denied = needed.find(([action, arn]) => decide(action, arn) !== 'allowed');
    if (denied)
      throw new Error(`The backup plan ${plan.logicalId} would fail: its role may not ${denied.join(' on ')}.`);
  }
}
