/**
 * A copy of the tables outside of the account: AWS Backup backs them up each day, into a vault here, and copies that
 * into the vault that `backupVaultArn` names. The backup here is for the copy alone: tables go back to any second.
 */
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupSelection, BackupVault } from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { LEDGER_TABLE } from '#functions/aws/environment.ts';
import { tablesByVariable } from '#functions/aws/tables-by-variable.ts';
import { acceptPattern } from './accept.ts';
import { removalPolicyOf } from './data-policy.ts';
import type { Settings } from './settings.ts';
import type { ServiceTable, Tables } from './tables.ts';

/** After the export of accounts, so that both are of one night. UTC. */
const DAILY = Schedule.cron({ hour: '1', minute: '0' });
const KEPT_HERE = Duration.days(1);

interface Props {
  readonly tables: Tables;
  readonly settings: Settings;
  readonly backupVaultArn: string;
}

export class TableCopies extends Construct {
  readonly vault: BackupVault;
  /** AWS Backup acts by it, also where an operator restores tables from a copy. */
  readonly role: Role;

  constructor(scope: Construct, id: string, { tables, settings, backupVaultArn }: Props) {
    super(scope, id);
    const copied = tables.all.filter(isCopied);
    this.vault = new BackupVault(this, 'Vault', {
      accessPolicy: copiesComeBackFrom(backupVaultArn),
      removalPolicy: removalPolicyOf(settings),
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('backup.amazonaws.com') });
    this.#allow(copied, backupVaultArn);
    const plan = new BackupPlan(this, 'Plan', {
      backupPlanRules: [
        new BackupPlanRule({
          ruleName: 'daily',
          backupVault: this.vault,
          scheduleExpression: DAILY,
          deleteAfter: KEPT_HERE,
          copyActions: [
            {
              destinationBackupVault: BackupVault.fromBackupVaultArn(this, 'Destination', backupVaultArn),
              deleteAfter: Duration.days(settings.copyDays),
            },
          ],
        }),
      ],
    });
    new BackupSelection(this, 'Selection', {
      backupPlan: plan,
      role: this.role,
      // The CDK's own policy is for all tables, and more.
      disableDefaultBackupPolicy: true,
      resources: copied.map((table) => BackupResource.fromArn(table.tableArn)),
    }).node.addDependency(this.role);
  }

  /**
   * What AWS Backup needs for tables with its advanced features, backed up, copied and restored under a name that
   * begins with the table's own.
   * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
   * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForRestores.html
   */
  #allow(tables: readonly ServiceTable[], backupVaultArn: string): void {
    const recoveryPoints = Stack.of(this).formatArn({
      service: 'backup',
      resource: 'recovery-point',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const allow = (resources: readonly string[], ...actions: string[]) =>
      this.role.addToPolicy(new PolicyStatement({ actions, resources: [...resources] }));
    allow(
      tables.map(({ tableArn }) => tableArn),
      ...['dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource', 'dynamodb:StartAwsBackupJob'],
    );
    allow(
      [this.vault.backupVaultArn, backupVaultArn],
      ...['backup:DescribeBackupVault', 'backup:CopyFromBackupVault', 'backup:CopyIntoBackupVault'],
    );
    allow([recoveryPoints], 'backup:TagResource');
    acceptPattern(this.role, recoveryPoints, 'Each backup is made later than the policy.');
    const restored = tables.map(({ tableArn }) => `${tableArn}-*`);
    allow(
      restored,
      ...['dynamodb:RestoreTableFromAwsBackup', 'dynamodb:DescribeTable', 'dynamodb:BatchWriteItem'],
      ...['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      ...['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'],
    );
    for (const arn of restored) acceptPattern(this.role, arn, 'The name ends with the moment of the restore.');
  }
}

/** What a restore brings back, and what it must not undo: without the ledger, deleted texts would return. */
const isCopied = ({ variable }: ServiceTable): boolean =>
  variable === LEDGER_TABLE || tablesByVariable[variable].restore !== 'kept';

/**
 * Lets the account of the copies copy one back. Its own vault decides who may copy into it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html
 */
function copiesComeBackFrom(backupVaultArn: string): PolicyDocument {
  const account = backupVaultArn.split(':')[4];
  if (account === undefined) throw new Error(`${backupVaultArn} names no account.`);
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        principals: [new AccountPrincipal(account)],
        actions: ['backup:CopyIntoBackupVault'],
        resources: ['*'],
      }),
    ],
  });
}
