/** The replication of a bucket: what is copied, and what would not be. */
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { noFaults } from '#local/faults.ts';
import { openBuckets } from '#local/s3/buckets.ts';
import { startReplication } from '#local/s3/replication.ts';
import { openTestEngine, temporaryFolder } from '../dynamodb/fixture.ts';
import { stackOf } from '../dynamodb/stack.ts';
import { bucket } from './service.ts';

const ROLE = 'arn:aws:iam::123456789012:role/replication';
const READS = ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'];
const WRITES = ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'];
const ALL = ['s3:GetReplicationConfiguration', 's3:ListBucket', ...READS, ...WRITES];
const DAY_MS = 24 * 60 * 60_000;

interface Given {
  readonly actions?: readonly string[];
  readonly versions?: string;
  readonly deletions?: string;
  readonly rule?: object;
  readonly now?: () => number;
}

async function replicating({ actions = ALL, versions = 'Enabled', deletions = 'Enabled', rule, now }: Given = {}) {
  const policy = { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] } };
  const files = bucket('Files', [{ Prefix: 'kept/old', ExpirationInDays: 1 }]);
  const stack = stackOf(
    { logicalId: 'Role', type: 'AWS::IAM::Role', ref: 'Role', arn: ROLE, properties: { Policies: [policy] } },
    {
      ...files,
      properties: {
        ...files.properties,
        VersioningConfiguration: { Status: versions },
        ReplicationConfiguration: {
          Role: ROLE,
          Rules: [
            {
              ...{ Id: 'kept', Status: 'Enabled', Priority: 0, Filter: { Prefix: 'kept/' } },
              DeleteMarkerReplication: { Status: deletions },
              Destination: { Bucket: 'arn:aws:s3:::there' },
              ...rule,
            },
          ],
        },
      },
    },
  );
  const dataDir = await temporaryFolder();
  const index = (await openTestEngine(stack, { dataDir })).sublevel('objects');
  const log = () => undefined;
  const buckets = await openBuckets({ stack, dataDir, index, faults: noFaults, log, ...(now && { now }) });
  const replication = startReplication({ stack, buckets, log });
  const { objects } = buckets;
  const put = async (key: string, text: string) =>
    objects.commit('files', key, await objects.receive(Readable.from([Buffer.from(text)])), { headers: {} });
  const there = async (key: string) => {
    await replication.close();
    const found = await objects.read('there', key);
    return found && { text: (await found.content.toArray()).join(''), tags: found.head.tags };
  };
  return { buckets, objects, put, there };
}

it('An object under the prefix of a rule is copied with its tags, and no other', async () => {
  const { objects, put, there } = await replicating();

  const stored = await put('kept/a', 'one');
  await put('incoming/a', 'one');
  expect(await there('kept/a')).toEqual({ text: 'one', tags: undefined });
  await objects.tag('files', 'kept/a', stored?.etag ?? '', { scanned: 'yes' });
  expect(await there('kept/a')).toEqual({ text: 'one', tags: { scanned: 'yes' } });
  expect(await there('incoming/a')).toBeUndefined();
});

it('The last of several changes is the last one there', async () => {
  const { objects, put, there } = await replicating();

  for (const text of ['one', 'two', 'three']) await put('kept/a', text);
  expect((await there('kept/a'))?.text).toBe('three');

  await put('kept/a', 'four');
  await objects.delete('files', 'kept/a');
  expect(await there('kept/a')).toBeUndefined();
});

it('A deletion is copied only if the rule says so, and what expires stays there', async () => {
  let time = Date.now();
  const { buckets, objects, put, there } = await replicating({ deletions: 'Disabled', now: () => time });
  const all = await replicating({ now: () => time });
  await put('kept/a', 'one');
  await all.put('kept/old', 'one');

  await Promise.all([there('kept/a'), all.there('kept/old')]);

  await objects.delete('files', 'kept/a');
  time += 3 * DAY_MS;
  await Promise.all([buckets.sweep(), all.buckets.sweep()]);

  expect((await there('kept/a'))?.text).toBe('one');
  expect(await all.objects.head('files', 'kept/old')).toBeUndefined();
  expect((await all.there('kept/old'))?.text).toBe('one');
});

it.each(ALL)('A bucket whose role may not %s would not be replicated, so the start fails', async (missing) => {
  await expect(replicating({ actions: ALL.filter((action) => action !== missing) })).rejects.toThrow(
    `The bucket Files would not be replicated: its role may not ${missing}`,
  );
});

it('Neither would a bucket without versions, or by a rule that is not known', async () => {
  await expect(replicating({ versions: 'Suspended' })).rejects.toThrow('it has no versions');
  await expect(replicating({ rule: { SourceSelectionCriteria: {} } })).rejects.toThrow(
    'does not know SourceSelectionCriteria in a rule',
  );
});
