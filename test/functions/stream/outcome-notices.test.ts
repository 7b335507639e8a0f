/** The consumer that tells the people concerned what became of a post: on the functions' own tables, in memory. */

import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Post } from '#functions/core/feed/post.ts';
import { gateway } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { environment, stubEnvironment } from '../support/environment.ts';
import { answerFromMemory, type MemoryTables } from '../support/memory-tables.ts';
import { postOf } from '../support/posts.ts';

stubEnvironment();
const { handler } = await import('#functions/stream/post-notices.ts');
const { postOffers } = await import('#functions/aws/post-offers.ts');

const promised = postOf('ann', 1, {
  lastsUntil: NOW + 86_400_000,
  status: 'promised',
  promisedTo: 'ben',
  version: 2,
  outcomeVersion: 2,
});
let memory: MemoryTables;

beforeEach(async () => {
  memory = answerFromMemory();
  gateway.reset();
  gateway.on(PostToConnectionCommand).resolves({});
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  for (const name of ['ann', 'ben', 'cat', 'dan']) {
    person(name);
    memory.put(environment.CONNECTIONS_TABLE, {
      username: name,
      [`c#socket-of-${name}`]: { session: `session-of-${name}`, connectedAt: NOW - 60_000 },
    });
  }
  for (const name of ['ben', 'cat'])
    await postOffers(environment.POST_INDEX_TABLE).add({
      post: promised.id,
      person: name,
      conversation: `ann~${name}`,
      seq: 1,
      offeredAt: NOW,
    });
});

const person = (username: string, more: object = {}) =>
  memory.put(environment.USERS_TABLE, {
    ...{ initial: username.slice(0, 1), username, displayName: username, createdAt: 0 },
    ...more,
  });
const change = (post: Post, eventName: 'INSERT' | 'MODIFY' = 'MODIFY') => {
  const record: DynamoDBRecord = {
    eventName,
    dynamodb: {
      Keys: marshall({ owner: post.owner, id: post.id }) as never,
      NewImage: marshall(post, { removeUndefinedValues: true }) as never,
    },
  };
  return handler({ Records: [record, record] }, { getRemainingTimeInMillis: () => 30_000 });
};
const told = () =>
  gateway.commandCalls(PostToConnectionCommand).map(({ args: [{ input }] }) => ({
    to: input.ConnectionId?.replace('socket-of-', ''),
    frame: JSON.parse(input.Data as string) as unknown,
  }));
const namesTold = () =>
  told()
    .map(({ to }) => String(to))
    .toSorted((one, other) => (one < other ? -1 : 1));

describe('a post whose outcome changes', () => {
  it('is told to its owner and to those who made an offer, by its id alone, once for a batch', async () => {
    await change(promised);

    expect(namesTold()).toEqual(['ann', 'ben', 'cat']);
    expect(told().every(({ frame }) => JSON.stringify(frame) === `{"type":"outcome","post":"${promised.id}"}`)).toBe(
      true,
    );
  });

  it.each<[string, object]>([
    ['opened again', { status: 'open', promisedTo: undefined }],
    ['done', { status: 'done', closedAt: NOW, helpers: [{ username: 'cat' }] }],
    ['withdrawn', { status: 'withdrawn', closedAt: NOW }],
    ['removed', { status: 'removed', closedAt: NOW, removal: 'Rude' }],
  ])('is told when it is %s', async (_, fields) => {
    await change({ ...promised, ...fields, version: 3, outcomeVersion: 3 });

    expect(namesTold()).toHaveLength(3);
  });

  it.each<[string, object]>([
    ['only its texts changed', { version: 3 }],
    ['reports hide it', { hiddenAt: NOW }],
    ['it never changed', { outcomeVersion: undefined }],
  ])('is told to nobody where %s', async (_, fields) => {
    await change({ ...promised, ...fields });

    expect(told()).toEqual([]);
  });

  it.each([
    ['whom the owner has blocked', () => block('ann', 'cat')],
    ['who has blocked the owner', () => block('cat', 'ann')],
    ['who has left', () => person('cat', { deletedAt: NOW })],
    ['who is disabled', () => person('cat', { disabledAt: NOW })],
  ])('is not told to somebody %s', async (_, act) => {
    act();

    await change(promised);

    expect(namesTold()).toEqual(['ann', 'ben']);
  });

  it('is told to nobody where its owner has left', async () => {
    person('ann', { deletedAt: NOW });

    await change(promised);

    expect(told()).toEqual([]);
  });

  it('is told to nobody when it is published', async () => {
    await change({ ...promised, version: 1, outcomeVersion: undefined } as unknown as Post, 'INSERT');

    expect(told()).toEqual([]);
  });
});

const block = (username: string, peer: string) =>
  memory.put(environment.CONVERSATIONS_TABLE, { username, peer, createdAt: 0, blocked: true });
