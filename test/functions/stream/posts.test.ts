/** The consumer of posts: what it brings into the lists, from any records in any order. */

import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Post } from '#functions/core/feed/post.ts';
import { environment, stubEnvironment } from '../support/environment.ts';
import { answerFromMemory, type MemoryTables } from '../support/memory-tables.ts';
import { NOW, postOf } from '../support/posts.ts';

stubEnvironment();
const { handler } = await import('#functions/stream/posts.ts');
const { postIndex } = await import('#functions/aws/post-index.ts');

let memory: MemoryTables;
beforeEach(() => {
  memory = answerFromMemory();
});

let sequence = 0;
const recordOf = (post: Partial<Post>, eventName: 'INSERT' | 'MODIFY' | 'REMOVE' = 'INSERT'): DynamoDBRecord => ({
  eventName,
  dynamodb: {
    SequenceNumber: String(++sequence),
    Keys: marshall({ owner: post.owner, id: post.id }) as never,
    ...(eventName !== 'REMOVE' && { NewImage: marshall(post, { removeUndefinedValues: true }) as never }),
  },
});

const cards = () => memory.all(environment.POST_INDEX_TABLE).filter(({ list }) => !String(list).startsWith('days#'));

describe('the consumer of posts', () => {
  const first = postOf('alice', 1, { place: { latitude: 38.713281, longitude: -9.131578, blur: '600m' } });
  const done: Post = { ...first, version: 2, status: 'done', closedAt: NOW };

  it('writes a card into the lists by time and by place, without the description', async () => {
    await handler({ Records: [recordOf({ ...first, description: 'At length' })] });

    expect(new Set(cards().map(({ list }) => String(list).split('#')[0]))).toEqual(new Set(['day', 'region', 'town']));
    expect(JSON.stringify(cards())).not.toContain('At length');
  });

  it.each([
    ['in order', [first, done]],
    ['in the other order', [done, first]],
    ['more than once', [done, first, done, first]],
  ])('leaves the latest version, from records %s', async (_, versions) => {
    for (const post of versions) await handler({ Records: [recordOf(post, 'MODIFY')] });

    const stored = cards();
    expect(stored).toHaveLength(3);
    for (const card of stored) {
      expect(card).toMatchObject({ id: first.id, version: 2, closedAt: NOW });
      expect(card).not.toHaveProperty('title');
    }
  });

  it('notes those who helped, but for those who have deleted their accounts', async () => {
    for (const [username, deletedAt] of [['ben'], ['cat', NOW]] as const)
      memory.put(environment.USERS_TABLE, { initial: username[0], username, displayName: username, deletedAt });
    const helpers = ['ben', 'cat', 'dan'].map((username) => ({ username, thanks: 'Thank you!' }));

    await handler({ Records: [recordOf({ ...done, helpers }, 'MODIFY')] });

    const lists = memory.all(environment.POST_INDEX_TABLE).map(({ list }) => String(list));
    expect(lists.filter((list) => list.startsWith('h#'))).toEqual(['h#ben']);
  });

  it('writes the list by time last: where that has a card, the lists by place have it too', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    memory.before = async (command) => {
      if (JSON.stringify(command).includes('region#')) throw new Error('Throttled');
    };

    await handler({ Records: [recordOf(first)] });

    expect(cards().map(({ list }) => String(list).split('#')[0])).toEqual(['town']);
  });

  it('passes over what is kept with an owner, and over removals', async () => {
    const records = [recordOf({ owner: 'alice', id: '#self' }), recordOf(first, 'REMOVE')];

    expect(await handler({ Records: records })).toEqual({ batchItemFailures: [] });
    expect(cards()).toEqual([]);
  });

  it('skips a record without a post, and says so', async () => {
    const error = vi.spyOn(console, 'error').mockReturnValue(undefined);
    vi.spyOn(console, 'log').mockReturnValue(undefined);

    const answer = await handler({ Records: [recordOf({ owner: 'bob', id: first.id }), recordOf(first)] });

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(cards()).toHaveLength(3);
    expect(error.mock.calls.flat().join(' ')).toContain('no post');
  });

  it('reports the records that it could not project, and no others', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    const failing = recordOf(postOf('bob', 2));
    memory.before = async (command) => {
      if (JSON.stringify(command).includes('"owner":"bob"')) throw new Error('Throttled');
    };

    const answer = await handler({ Records: [recordOf(first), failing] });

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: failing.dynamodb?.SequenceNumber }] });
    expect(cards()).toHaveLength(3);
  });

  it('spreads a day over as many lists as its first post found, whatever the setting says later', async () => {
    memory.put(environment.POST_INDEX_TABLE, { list: 'days#2027', at: '2027-01-20', shards: 4 });
    const index = postIndex(environment.POST_INDEX_TABLE, { shardsPerDay: 1 });

    await Promise.all(Array.from({ length: 40 }, (_, n) => index.project(postOf('alice', n))));

    expect(new Set(cards().map(({ list }) => list)).size).toBe(4);
  });
});
