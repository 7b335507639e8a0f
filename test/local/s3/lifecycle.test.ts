/** When objects expire. */
import { describe, expect, it } from 'vitest';
import { compileLifecycle } from '#local/s3/lifecycle.ts';

const DAY_MS = 24 * 60 * 60_000;
const NOON = Date.parse('2026-11-28T12:00:00Z');

const expiryOf = (rules: readonly object[]) =>
  compileLifecycle({
    logicalId: 'Files',
    type: 'AWS::S3::Bucket',
    ref: 'files',
    arn: 'arn:aws:s3:::files',
    properties: { LifecycleConfiguration: { Rules: rules.map((rule) => ({ Status: 'Enabled', ...rule })) } },
  });

describe('a lifecycle rule', () => {
  const expiresAt = expiryOf([
    { Prefix: 'incoming/', ExpirationInDays: 1 },
    { Prefix: 'evidence/', ExpirationInDays: 90 },
    { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
  ]);

  it('expires objects under its prefix at the midnight after its days', () => {
    expect(new Date(expiresAt('incoming/a', NOON)).toISOString()).toBe('2026-11-30T00:00:00.000Z');
    expect(expiresAt('evidence/a', NOON) - expiresAt('incoming/a', NOON)).toBe(89 * DAY_MS);
  });

  it('leaves other objects alone, and those whose prefix only looks like its own', () => {
    expect(['kept/a', 'kept/incoming/a', 'incoming', 'Incoming/a'].map((key) => expiresAt(key, NOON))).toEqual(
      Array<number>(4).fill(Infinity),
    );
  });

  it('applies to every object without a prefix, not at all if it is disabled, and the first of several counts', () => {
    const rules = [{ ExpirationInDays: 14 }, { Prefix: 'a/', ExpirationInDays: 2 }];
    const disabled = expiryOf([{ ExpirationInDays: 14, Status: 'Disabled' }]);

    expect(expiryOf(rules)('b', NOON) - expiryOf(rules)('a/b', NOON)).toBe(12 * DAY_MS);
    expect(disabled('a', NOON)).toBe(Infinity);
  });

  it('of earlier versions does nothing to an object, of which there are none here', () => {
    const rule = { NoncurrentVersionExpiration: { NoncurrentDays: 1 }, ExpiredObjectDeleteMarker: true };

    expect(expiryOf([rule])('a', NOON)).toBe(Infinity);
  });

  it.each(['Transitions', 'TagFilters', 'ExpirationDate'])('with %s stops the start', (name) => {
    expect(() => expiryOf([{ [name]: [] }])).toThrow(new RegExp(`${name}.*Files`));
  });
});
