/** Dead letters are redriven from the log, once, and by a command that is safe to repeat. */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { lettersInBucket, lettersInFolder } from '#bin/dead-letters.ts';
import { redriveLetters } from '#bin/redrive-letters.ts';
import type { Entry } from '#functions/core/entry.ts';
import type { Conversations } from '#functions/core/ports.ts';
import { discardedBatch } from '#local/streams/discarded-batch.ts';
import { deletion, logOf, message, messages } from '../functions/support/entries.ts';
import { MemoryIndex, MemoryOffers, MemoryPosts } from '../functions/support/memory-feed.ts';
import { memoryFiles } from '../functions/support/memory-files.ts';
import { MemoryInbox } from '../functions/support/memory-inbox.ts';
import { MemoryLog } from '../functions/support/memory-log.ts';
import { postOf } from '../functions/support/posts.ts';
import { recordOf } from '../functions/support/stream.ts';

/** A letter as the local cloud writes it. */
function letterOf(first: Entry, ...others: readonly Entry[]): string {
  const pending = (entry: Entry) => ({
    sequenceNumber: String(entry.seq),
    writtenAt: 0,
    partitionKey: entry.conversation,
    event: recordOf(entry),
    bytes: 0,
    state: 'running' as const,
  });
  return discardedBatch(
    {
      records: [pending(first), ...others.map(pending)],
      condition: 'RecordAgeExceeded',
      invocations: 9,
      threw: false,
    },
    { functionArn: 'function', streamArn: 'stream', shardId: 'shard' },
  );
}

async function redriving(log: MemoryLog, letters: Readonly<Record<string, string>>) {
  const [posts, index] = [new MemoryPosts(), new MemoryIndex()];
  const left = new Map(Object.entries(letters));
  const open = vi.fn<Conversations['open']>().mockResolvedValue(undefined);
  const lines: string[] = [];
  const redrive = () =>
    redriveLetters({
      letters: {
        list: async () => [...left.keys()],
        read: async (name) => left.get(name) ?? '',
        remove: async (name) => void left.delete(name),
      },
      log: Object.assign(log, {
        getMany: async (positions: readonly { conversation: string; seq: number }[]) =>
          positions.flatMap((position) => log.find(position) ?? []),
      }),
      ...memoryFiles(),
      conversations: { open },
      inboxIndex: new MemoryInbox(),
      offers: new MemoryOffers(),
      posts,
      index,
      print: (line) => lines.push(line),
    });
  return { failed: await redrive(), left: [...left.keys()], stored: left, open, lines, redrive, posts, index };
}

const [first, ...later] = messages(3);
if (!first) throw new Error('No message');

describe('a dead letter', () => {
  it('gives its conversation the head and the rows it lacks, and is removed', async () => {
    const log = new MemoryLog([first, ...later]);

    const { failed, left, open, redrive } = await redriving(log, { letter: letterOf(first, ...later) });

    expect([failed, left]).toEqual([0, []]);
    expect(log.headSeqs.get('alice~bob')).toBe(3);
    expect(open).toHaveBeenCalledExactlyOnceWith('alice', 'bob', first.timestamp);
    expect(await redrive()).toBe(0);
  });

  it('changes nothing where somebody was quicker', async () => {
    const log = new MemoryLog([first, ...later]);
    log.headSeqs.set('alice~bob', 3);

    const { failed } = await redriving(log, { letter: letterOf(first) });

    expect(failed).toBe(0);
    expect(log.headSeqs.get('alice~bob')).toBe(3);
  });

  it('does not bring back a text that was deleted meanwhile', async () => {
    const [said] = logOf(message('Secret'));
    if (said?.kind !== 'message') throw new Error('No message');
    const log = new MemoryLog([{ ...said, body: '' }, ...logOf(message(''), deletion(1)).slice(1)]);

    await redriving(log, { letter: letterOf(said) });

    expect(JSON.stringify(log.entries)).not.toContain('Secret');
  });

  it('brings posts into the lists as they are now, not as they were', async () => {
    const before = postOf('alice', 1, { title: 'What was erased' });
    const payload = { Records: [{ dynamodb: { Keys: { owner: { S: before.owner }, id: { S: before.id } } } }] };
    const { posts, index, redrive, stored } = await redriving(new MemoryLog(), {});
    posts.stored.set(before.id, { ...before, title: '', version: 2, status: 'withdrawn', closedAt: 1, erasedAt: 1 });
    await index.project(before);
    stored.set('letter', JSON.stringify({ payload: JSON.stringify(payload) }));

    expect(await redrive()).toBe(0);

    expect([...index.lists.values()].flatMap((cards) => [...cards.values()])).toEqual([
      { id: before.id, version: 2, createdAt: before.createdAt, closedAt: 1, erased: true },
    ]);
  });

  it('of a conversation that was removed is done', async () => {
    expect(await redriving(new MemoryLog(), { letter: letterOf(first) })).toMatchObject({ failed: 0, left: [] });
  });

  it.each([
    ['whose head cannot be written', letterOf(first), 'Throttled'],
    ['without records', JSON.stringify({ requestContext: {} }), 'holds no records'],
    ['with a record of something else', JSON.stringify({ payload: '{"Records":[{"dynamodb":{}}]}' }), 'without a key'],
    ['that is no JSON', '<xml>', 'JSON'],
  ])('%s stays, and the others are redriven', async (_, bad, why) => {
    const other = messages(1, { recipient: 'carol' })[0] ?? first;
    const log = new MemoryLog([first, other]);
    const advance = log.advanceHead.bind(log);
    log.advanceHead = (head, after) =>
      head.conversation === 'alice~bob' ? Promise.reject(new Error('Throttled')) : advance(head, after);

    const { failed, left, lines } = await redriving(log, { bad, good: letterOf(other) });

    expect([failed, left]).toEqual([1, ['bad']]);
    expect(lines.find((line) => line.startsWith('bad: '))).toContain(why);
    expect(log.headSeqs.get('alice~carol')).toBe(1);
  });
});

describe('letters are found', () => {
  it('in a folder, which need not exist', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'message-center-'));
    const letters = lettersInFolder(folder);
    await mkdir(join(folder, 'aws/lambda'), { recursive: true });
    await writeFile(join(folder, 'aws/lambda/one'), 'text');

    const [name = ''] = await letters.list();

    expect(await letters.read(name)).toBe('text');
    await letters.remove(name);
    expect(await letters.list()).toEqual([]);
    await expect(readFile(name)).rejects.toThrow('ENOENT');
    expect(await lettersInFolder(join(folder, 'none')).list()).toEqual([]);
  });

  it.each([
    ['["aws/lambda/a","aws/lambda/b"]', ['aws/lambda/a', 'aws/lambda/b']],
    ['null\n', []],
    ['', []],
  ])('in a bucket, for which the CLI prints %j', async (printed, found) => {
    const calls: string[] = [];
    const letters = lettersInBucket('letters', async (...args) => {
      calls.push(args.join(' '));
      return printed;
    });

    expect(await letters.list()).toEqual(found);
    await letters.read('aws/lambda/a');
    await letters.remove('aws/lambda/a');

    expect(calls).toEqual([
      's3api list-objects-v2 --bucket letters --prefix aws/lambda/ --query Contents[].Key --output json',
      's3 cp s3://letters/aws/lambda/a -',
      's3api delete-object --bucket letters --key aws/lambda/a',
    ]);
  });
});
