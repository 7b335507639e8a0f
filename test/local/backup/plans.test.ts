/** Backup plans: one whose jobs would fail each night stops the start. */
import { expect, it } from 'vitest';
import { checkBackupPlans } from '#local/backup/plans.ts';
import { stackOf } from '../dynamodb/stack.ts';

const ROLE = 'arn:aws:iam::123456789012:role/copier';
const TABLE = 'arn:aws:dynamodb:eu-west-1:123456789012:table/messages';
const THERE = 'arn:aws:backup:eu-west-1:210987654321:backup-vault:there';
const resource = (logicalId: string, type: string, properties: Readonly<Record<string, unknown>>, arn = '') => ({
  ...{ logicalId, type, properties, arn, ref: logicalId },
});

const check = (actions: readonly string[], selected: object = { Resources: [TABLE] }) => {
  const policy = { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] } };
  const rule = { TargetBackupVault: 'Here', CopyActions: [{ DestinationBackupVaultArn: THERE }] };
  return () =>
    checkBackupPlans(
      stackOf(
        resource('Copier', 'AWS::IAM::Role', { Policies: [policy] }, ROLE),
        resource('Plan', 'AWS::Backup::BackupPlan', { BackupPlan: { BackupPlanRule: [rule] } }),
        resource('Selection', 'AWS::Backup::BackupSelection', {
          ...{ BackupPlanId: 'Plan', BackupSelection: { IamRoleArn: ROLE, SelectionName: 'all', ...selected } },
        }),
      ),
    );
};
const ALL = ['dynamodb:StartAwsBackupJob', 'backup:CopyFromBackupVault', 'backup:CopyIntoBackupVault'];

it('A plan whose role may back up and copy passes', () => {
  expect(check(ALL)).not.toThrow();
});

it.each(ALL)('A plan whose role may not %s would fail', (missing) => {
  expect(check(ALL.filter((action) => action !== missing))).toThrow(`Plan would fail: its role may not ${missing}`);
});

it('A selection by tags, or of everything, is not known', () => {
  expect(check(ALL, { Resources: [TABLE], ListOfTags: [] })).toThrow('does not know ListOfTags (of Selection)');
  expect(check(ALL, {})).toThrow('does not know a selection without Resources');
});
