/** What becomes of the resources that hold data: tables, the user pool, secrets, buckets. */
import { RemovalPolicy } from 'aws-cdk-lib';
import type { Settings } from './settings.ts';

/**
 * Returns what CloudFormation does with data once its resource leaves the stack. Retained data are still deleted where
 * the deployment that creates them fails: they are empty, and would stay beside those of the next attempt.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
 */
export const removalPolicyOf = ({ retainData }: Pick<Settings, 'retainData'>): RemovalPolicy =>
  retainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;

/** True if nobody can delete the data before turning this off, not even CloudFormation after a failure. */
export const isProtected = ({ retainData, deletionProtection }: DeletionSettings): boolean =>
  retainData && deletionProtection;

type DeletionSettings = Pick<Settings, 'retainData' | 'deletionProtection'>;
