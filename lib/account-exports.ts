/**
 * The nightly export of accounts. A user pool has no backup; the export has what can be read of it: names, addresses,
 * states and groups, and neither passwords nor second factors.
 */
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ACCOUNT_EXPORTS_BUCKET, METRICS_SERVICE } from '#functions/aws/environment.ts';
import { accept, acceptPattern } from './accept.ts';
import { replicate, versionsOf } from './copied-bucket.ts';
import { removalPolicyOf } from './data-policy.ts';
import { ServiceFunction } from './function.ts';
import type { Identity } from './identity.ts';
import type { Settings } from './settings.ts';
import type { Tables } from './tables.ts';

/**
 * The first run of a day (UTC) exports. The others go on where it ended early, do what it failed to do, or see that
 * there is nothing left to do.
 */
const PERIOD = Duration.minutes(30);
/** As long as the tables can be taken back: functions/aws/ledger-table.ts keeps deletions a day longer. */
export const EXPORTS_EXPIRE_AFTER = Duration.days(35);

interface Props {
  readonly tables: Tables;
  readonly identity: Identity;
  readonly settings: Settings;
}

export class AccountExports extends Construct {
  readonly bucket: Bucket;
  readonly exporter: ServiceFunction;

  constructor(scope: Construct, id: string, { tables, identity, settings }: Props) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      ...versionsOf(settings, [
        { expiration: EXPORTS_EXPIRE_AFTER },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ]),
      removalPolicy: removalPolicyOf(settings),
      ...(!settings.retainData && { autoDeleteObjects: true }),
    });
    accept(this.bucket, {
      'AwsSolutions-S1': 'One function writes here, and logs that it did. CloudTrail can show who else reads.',
    });
    replicate(this.bucket, [''], settings);
    const objects = this.bucket.arnForObjects('*');
    this.exporter = new ServiceFunction(this, 'Exporter', 'trigger/export-accounts', {
      timeout: Duration.minutes(15),
    })
      .allow(objects, ['s3:GetObject', 's3:PutObject'])
      .addEnvironment(ACCOUNT_EXPORTS_BUCKET, this.bucket.bucketName)
      .addEnvironment(METRICS_SERVICE, tables.users.service);
    acceptPattern(this.exporter, objects, 'Each list is an object of its own, made later than the policy.');
    identity.bindUserPool(this.exporter, 'ListUsers', 'ListUsersInGroup');
    const schedule = new Rule(this, 'Schedule', {
      description: 'Exports the accounts once a day',
      schedule: Schedule.rate(PERIOD),
      targets: [new LambdaFunction(this.exporter.lambda)],
    });
    accept(schedule, {
      'Serverless-EventBusDLQ': 'The event carries nothing, and the next one comes within the half hour.',
    });
  }
}
