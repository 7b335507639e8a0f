/** The bucket of what people attach to messages and posts: private, and read and written by signed requests alone. */
import { Duration } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { EVIDENCE_DAYS, FILES_BUCKET, FILE_PREFIXES } from '#functions/aws/environment.ts';
import { accept } from './accept.ts';
import { replicate, versionsOf } from './copied-bucket.ts';
import { removalPolicyOf } from './data-policy.ts';
import type { Settings } from './settings.ts';

/** What comes under a prefix of the bucket: `incoming/`, `kept/` or `evidence/`. */
export type FilePrefix = (typeof FILE_PREFIXES)[keyof typeof FILE_PREFIXES];

export type BucketOperation = 'GetObject' | 'GetObjectTagging' | 'PutObject' | 'DeleteObject';

/** S3 expires objects at the midnight (UTC) after these days, so an upload stays for one to two days. */
const UPLOADS_EXPIRE_AFTER = Duration.days(1);
const EVIDENCE_EXPIRES_AFTER = Duration.days(EVIDENCE_DAYS);

export class FilesBucket extends Bucket {
  /** Name of the environment variable in which functions find the bucket's name. */
  readonly variable = FILES_BUCKET;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      ...versionsOf(settings, [
        { prefix: FILE_PREFIXES.incoming, expiration: UPLOADS_EXPIRE_AFTER },
        { prefix: FILE_PREFIXES.evidence, expiration: EVIDENCE_EXPIRES_AFTER },
        // Nothing here uploads in parts. Parts that somebody else begins would be billed, and listed nowhere.
        { abortIncompleteMultipartUploadAfter: UPLOADS_EXPIRE_AFTER },
      ]),
      removalPolicy: removalPolicyOf(settings),
      ...(!settings.retainData && { autoDeleteObjects: true }),
    });
    accept(this, {
      'AwsSolutions-S1': 'Access logs would keep which address opened which file and when. Nothing else here does.',
    });
    replicate(this, [FILE_PREFIXES.kept, FILE_PREFIXES.evidence], settings);
  }
}
