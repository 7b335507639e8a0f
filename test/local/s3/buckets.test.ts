/** Buckets: what other services write to them, what expires, and what a crash leaves behind. */
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noFaults } from '#local/faults.ts';
import { openBuckets } from '#local/s3/buckets.ts';
import { openTestEngine, temporaryFolder } from '../dynamodb/fixture.ts';
import { stackOf } from '../dynamodb/stack.ts';
import { bucket } from './service.ts';

const [letters, kept] = [bucket('Letters', [{ ExpirationInDays: 14 }]), bucket('Kept')];
const DAY_MS = 24 * 60 * 60_000;

async function open({ dataDir = '', now = Date.now, faults = noFaults } = {}) {
  const folder = dataDir || (await temporaryFolder());
  const stack = stackOf(letters, kept);
  const engine = await openTestEngine(stack, { dataDir: folder });
  const index = engine.sublevel('objects');
  const reopen = () => openBuckets({ stack, dataDir: folder, index, faults, now, log: () => {} });
  return { folder, reopen, buckets: await reopen() };
}

const filesIn = async (folder: string, name: string) => (await readdir(join(folder, 'buckets', name))).toSorted();

describe('a bucket', () => {
  it('keeps what another service writes in a file of the data folder, whose name begins with the key', async () => {
    const { buckets, folder } = await open();

    const file = await buckets.put(letters.arn, 'aws/lambda/one', 'text');

    expect(file.slice(0, -17)).toBe(join(folder, 'buckets/letters/aws%2Flambda%2Fone'));
    expect(await readFile(file, 'utf8')).toBe('text');
  });

  it.each([
    ['removes', letters, []],
    ['without a rule keeps', kept, ['old']],
  ])('%s objects after the days of its lifecycle rule', async (_, { arn, ref }, left) => {
    let time = Date.now();
    const { buckets, folder } = await open({ now: () => time });
    await buckets.put(arn, 'old', 'old');

    time += 16 * DAY_MS;
    const before = await buckets.objects.head(ref, 'old');
    await buckets.sweep();

    expect(before === undefined).toBe(left.length === 0);
    expect((await filesIn(folder, ref)).map((name) => name.split('~')[0])).toEqual(left);
  });

  it('keeps expired objects if a fault says so', async () => {
    let time = Date.now();
    const { buckets } = await open({ now: () => time, faults: { ...noFaults, keepExpired: true } });
    await buckets.put(letters.arn, 'old', 'old');

    time += 16 * DAY_MS;
    await buckets.sweep();

    expect(await buckets.objects.head('letters', 'old')).toBeDefined();
  });

  it('has one file for each object, however often it is replaced, and none once it is deleted', async () => {
    const { buckets, folder } = await open();
    await Promise.all(['one', 'two', 'three'].map((content) => buckets.put(kept.arn, 'a', content)));

    expect(await filesIn(folder, 'kept')).toHaveLength(1);
    await buckets.objects.delete('kept', 'a');

    expect(await filesIn(folder, 'kept')).toEqual([]);
    expect(await buckets.objects.head('kept', 'a')).toBeUndefined();
  });

  it('removes at its start what a crash has left: files of no object, and drafts', async () => {
    const { buckets, folder, reopen } = await open();
    const file = await buckets.put(kept.arn, 'a', 'kept');
    await writeFile(join(folder, 'buckets/kept/b~0123456789abcdef'), 'orphan');
    await writeFile(join(folder, 'buckets/.drafts/x'), 'half');

    await reopen();

    expect((await filesIn(folder, 'kept')).map((name) => join(folder, 'buckets/kept', name))).toEqual([file]);
    expect(await filesIn(folder, '.drafts')).toEqual([]);
  });

  it('has no object whose file was removed by hand', async () => {
    const { buckets } = await open();
    await rm(await buckets.put(kept.arn, 'a', 'text'));

    expect(await buckets.objects.read('kept', 'a')).toBeUndefined();
    expect(await buckets.objects.head('kept', 'a')).toBeUndefined();
  });

  it('must be in the template', async () => {
    const { buckets } = await open();

    await expect(buckets.put('arn:aws:s3:::none', 'key', 'lost')).rejects.toThrow(/no bucket .*none/);
  });

  it('is refused with a lifecycle rule that is not known, by name', async () => {
    const stack = stackOf(bucket('Moving', [{ Transitions: [] }]));
    const engine = await openTestEngine(stack);
    const options = { dataDir: '/nowhere', index: engine.sublevel('objects'), faults: noFaults, log: () => {} };

    await expect(openBuckets({ stack, ...options })).rejects.toThrow(/Transitions.*Moving/);
  });
});

describe('a bucket policy', () => {
  const policy = (statement: object) => {
    const stack = stackOf(kept, {
      logicalId: 'Policy',
      type: 'AWS::S3::BucketPolicy',
      ref: 'policy',
      arn: '',
      properties: { Bucket: 'kept', PolicyDocument: { Statement: [statement] } },
    });
    return async () => {
      const engine = await openTestEngine(stack);
      const options = { index: engine.sublevel('objects'), faults: noFaults, log: () => {} };
      const buckets = await openBuckets({ stack, dataDir: await temporaryFolder(), ...options });
      buckets.close();
    };
  };
  const tlsOnly = { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };

  it('may demand TLS, for which the local listeners stand', async () => {
    await expect(policy({ ...tlsOnly, Principal: { AWS: '*' } })()).resolves.toBeUndefined();
  });

  it.each([
    ['allows everybody something', { Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }],
    ['allows a role something', { Effect: 'Allow', Principal: { AWS: 'arn:role' }, Action: 's3:GetObject' }],
    ['denies something else', { ...tlsOnly, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }],
  ])('that %s stops the start by its name', async (_, statement) => {
    await expect(policy(statement)()).rejects.toThrow(/bucket policy.*Policy/);
  });
});
