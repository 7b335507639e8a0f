/** Buckets that other services write to. */
import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openBuckets } from '#local/s3/buckets.ts';
import type { Resource } from '#local/template/resource.ts';
import { temporaryFolder } from '../dynamodb/fixture.ts';
import { stackOf } from '../dynamodb/stack.ts';

const bucket = (logicalId: string, rule?: object): Resource => ({
  logicalId,
  type: 'AWS::S3::Bucket',
  ref: logicalId.toLowerCase(),
  arn: `arn:aws:s3:::${logicalId.toLowerCase()}`,
  properties: rule ? { LifecycleConfiguration: { Rules: [rule] } } : {},
});
const [letters, kept] = [bucket('Letters', { ExpirationInDays: 14, Status: 'Enabled' }), bucket('Kept')];

const DAY_SECONDS = 24 * 60 * 60;
const age = (file: string, days: number) => {
  const time = Date.now() / 1000 - days * DAY_SECONDS;
  return utimes(file, time, time);
};

describe('a bucket', () => {
  it('keeps its objects as files of the data folder', async () => {
    const dataDir = await temporaryFolder();

    const file = await openBuckets(stackOf(letters), dataDir).put(letters.arn, 'aws/lambda/one', 'text');

    expect(file).toBe(join(dataDir, 'buckets/letters/aws/lambda/one'));
    expect(await readFile(file, 'utf8')).toBe('text');
  });

  it.each([
    ['removes', letters, ['new']],
    ['without a rule keeps', kept, ['old', 'new']],
  ])('%s objects after the days of its lifecycle rule', async (_, { arn }, left) => {
    const buckets = openBuckets(stackOf(letters, kept), await temporaryFolder());
    const old = await buckets.put(arn, 'old', 'old');
    await age(old, 15);
    const recent = await buckets.put(arn, 'new', 'new');

    const read = await Promise.all([old, recent].map((file) => readFile(file, 'utf8').catch(() => undefined)));

    expect(read.filter(Boolean)).toEqual(left);
  });

  it('must be in the template', async () => {
    const buckets = openBuckets(stackOf(letters), await temporaryFolder());

    await expect(buckets.put('arn:aws:s3:::none', 'key', 'lost')).rejects.toThrow(/no bucket .*none/);
  });

  it('is refused with a lifecycle rule that is not known, by name', () => {
    const moving = bucket('Moving', { Status: 'Enabled', Transitions: [] });

    expect(() => openBuckets(stackOf(moving), '/nowhere')).toThrow(/Transitions.*Moving/);
  });
});
