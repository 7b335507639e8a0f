/**
 * The lifecycle rules of a bucket: when its objects expire, by prefix.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
import type { Resource } from '../template/resource.ts';

export interface LifecycleProperties {
  readonly LifecycleConfiguration?: { readonly Rules: readonly LifecycleRule[] };
}

type LifecycleRule = Readonly<Record<string, unknown>> & {
  readonly Status: string;
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
};

const DAY_MS = 24 * 60 * 60_000;

/**
 * What is interpreted, and what is of uploads in parts and of earlier versions: the local cloud has neither, so there
 * are none to remove.
 */
const KNOWN = new Set([
  ...['Id', 'Status', 'Prefix', 'ExpirationInDays', 'AbortIncompleteMultipartUpload'],
  ...['NoncurrentVersionExpiration', 'ExpiredObjectDeleteMarker'],
]);

/**
 * Returns when an object expires, in epoch milliseconds; `Infinity` if no rule applies to its key. Of several rules the
 * one that expires it first counts.
 * @param modifiedAt when the object was created, in epoch milliseconds
 */
export type ExpiresAt = (key: string, modifiedAt: number) => number;

/** @throws {Error} that names a bucket with a lifecycle rule that the local cloud does not know */
export function compileLifecycle({ logicalId, properties }: Resource<LifecycleProperties>): ExpiresAt {
  const rules = (properties.LifecycleConfiguration?.Rules ?? []).filter(({ Status }) => Status === 'Enabled');
  const unknown = rules.flatMap(Object.keys).find((name) => !KNOWN.has(name));
  if (unknown !== undefined)
    throw new Error(
      `The local cloud does not know ${unknown} in a lifecycle rule (of ${logicalId}). Teach it in local/s3.`,
    );
  const expiring = rules.filter(({ ExpirationInDays: days }) => days !== undefined);

  return (key, modifiedAt) =>
    Math.min(
      ...expiring
        .filter(({ Prefix = '' }) => key.startsWith(Prefix))
        .map(({ ExpirationInDays: days = Infinity }) => expiryOf(modifiedAt, days)),
    );
}

/**
 * S3 adds the days to the time of creation and rounds up to the next midnight, UTC.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-number-of-days
 */
const expiryOf = (modifiedAt: number, days: number): number =>
  Math.ceil((modifiedAt + days * DAY_MS) / DAY_MS) * DAY_MS;
