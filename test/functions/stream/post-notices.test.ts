/** Watching the feed, and the consumer that tells watchers of new posts: on the functions' own tables, in memory. */

import { GoneException, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Post } from '#functions/core/feed/post.ts';
import { gateway } from '../support/aws.ts';
import { NOW as STARTED } from '../support/clock.ts';
import { environment, stubEnvironment } from '../support/environment.ts';
import { answerFromMemory, type MemoryTables } from '../support/memory-tables.ts';
import { postOf } from '../support/posts.ts';
import { socketEvent } from '../support/socket.ts';

stubEnvironment();
const { handler } = await import('#functions/stream/post-notices.ts');
const { handler: receive } = await import('#functions/socket/receive.ts');
const { handler: disconnect } = await import('#functions/socket/disconnect.ts');

const LISBON = { latitude: 38.713281, longitude: -9.131578, blur: '600m' } as const;
const AROUND_LISBON = { near: '38.713281,-9.131578', radius: 10 };
let memory: MemoryTables;

beforeEach(() => {
  memory = answerFromMemory();
  gateway.reset();
  gateway.on(PostToConnectionCommand).resolves({});
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  memory.put(environment.CONNECTIONS_TABLE, {
    username: 'alice',
    'c#socket-1': { session: 'session-of-alice', connectedAt: STARTED - 60_000 },
  });
});

const context = { getRemainingTimeInMillis: () => 30_000 };
const recordOf = (post: Post, eventName: 'INSERT' | 'MODIFY' = 'INSERT'): DynamoDBRecord => ({
  eventName,
  dynamodb: {
    Keys: marshall({ owner: post.owner, id: post.id }) as never,
    NewImage: marshall(post, { removeUndefinedValues: true }) as never,
  },
});
const publish = (...records: readonly DynamoDBRecord[]) => handler({ Records: [...records] }, context);
const open = (n: number, fields: Partial<Post> = {}): Post =>
  postOf('bob', n, { lastsUntil: STARTED + 86_400_000, ...fields });

const send = (frame: object) => receive(socketEvent('$default', JSON.stringify(frame)));
/** The frames posted so far, with the sockets they went to. */
const posted = () =>
  gateway.commandCalls(PostToConnectionCommand).map(({ args: [{ input }] }) => ({
    to: input.ConnectionId,
    frame: JSON.parse(input.Data as string) as { readonly type: string },
  }));
const notices = () => posted().filter(({ frame }) => frame.type === 'posts');
const watchers = () => memory.all(environment.WATCHERS_TABLE);
/** Fills a shard of a topic, or all of them. */
const fill = (topic: string, shards: readonly number[], count: number) => {
  for (const shard of shards)
    for (let i = 0; i < count; i++)
      memory.put(environment.WATCHERS_TABLE, {
        topic: `${topic}#${shard}`,
        connectionId: `other-${shard}-${i}`,
        expiresAt: Math.ceil(STARTED / 1000) + 600,
      });
};

describe('a socket that watches the feed', () => {
  it('is stored before it is answered, and then told of new posts by topic alone', async () => {
    await send({ action: 'feed' });
    await publish(recordOf(open(1)));

    expect(posted()).toEqual([
      { to: 'socket-1', frame: { type: 'watching' } },
      { to: 'socket-1', frame: { type: 'posts', topic: 'all' } },
    ]);
    expect(watchers()).toMatchObject([{ connectionId: 'socket-1' }]);
  });

  it('hears of its own area alone, moved to the grid', async () => {
    await send({ action: 'feed', area: { near: '38.7139,-9.1394', radius: 10 } });
    await publish(recordOf(open(1)), recordOf(open(2, { place: { latitude: 0, longitude: 0, blur: '600m' } })));
    const elsewhere = notices();
    await publish(recordOf(open(3, { place: LISBON })));

    expect(elsewhere).toEqual([]);
    expect(notices()).toMatchObject([{ to: 'socket-1', frame: { topic: expect.stringMatching(/^region\//) } }]);
    expect(posted()[0]?.frame).toMatchObject({ type: 'watching', area: { radius: 10 } });
    expect(JSON.stringify(posted()[0])).not.toContain('38.7139');
  });

  it('gets one notice for many posts', async () => {
    await send({ action: 'feed' });
    await publish(...Array.from({ length: 40 }, (_, n) => recordOf(open(n, { place: LISBON }))));

    expect(notices()).toHaveLength(1);
  });

  it('is told of no change, and of no post that nobody else can find', async () => {
    await send({ action: 'feed' });

    await publish(
      recordOf(open(1), 'MODIFY'),
      recordOf(open(2, { status: 'withdrawn', closedAt: STARTED })),
      recordOf(open(3, { lastsUntil: STARTED })),
    );

    expect(notices()).toEqual([]);
  });

  it('watches another area in place of the first', async () => {
    await send({ action: 'feed' });
    await send({ action: 'feed', area: AROUND_LISBON });

    expect(watchers().every(({ topic }) => String(topic).startsWith('region/'))).toBe(true);
    expect(watchers().length).toBeGreaterThan(0);
  });

  it.each([
    ['it stops', () => send({ action: 'feed-stop' })],
    ['it closes', () => disconnect(socketEvent('$disconnect'))],
  ])('is forgotten once %s', async (_, end) => {
    await send({ action: 'feed', area: AROUND_LISBON });
    await end();
    await publish(recordOf(open(1, { place: LISBON })));

    expect(watchers()).toEqual([]);
    expect(notices()).toEqual([]);
    expect(JSON.stringify(memory.all(environment.CONNECTIONS_TABLE))).not.toContain('w#');
  });

  it('is removed where a notice finds it gone', async () => {
    await send({ action: 'feed' });
    gateway.on(PostToConnectionCommand).rejects(new GoneException({ message: '', $metadata: {} }));
    await publish(recordOf(open(1)));

    expect(watchers()).toEqual([]);
  });

  it('is not stored where it closes at the same moment', async () => {
    memory.before = async (command) => {
      if (JSON.stringify(command).includes('#watched'))
        memory.put(environment.CONNECTIONS_TABLE, { username: 'alice' });
    };
    await send({ action: 'feed' });

    expect(watchers()).toEqual([]);
    expect(posted()).toEqual([]);
  });
});

describe('a frame that is no proper area', () => {
  it.each([
    { near: '91,0', radius: 10 },
    { near: '38.7,-9.1', radius: 0 },
    { near: '38.7,-9.1', radius: 51 },
    { near: '38.7,-9.1', radius: 1.5 },
    { near: '38.7,-9.1' },
    { radius: 10 },
    'everywhere',
  ])('is ignored: %j', async (area) => {
    await send({ action: 'feed', area });

    expect(posted()).toEqual([]);
    expect(watchers()).toEqual([]);
  });
});

describe('more watchers than a topic takes', () => {
  it('are told to poll, and are not stored', async () => {
    fill('all', [0, 1, 2, 3, 4], 200);

    await send({ action: 'feed' });

    expect(posted()).toEqual([{ to: 'socket-1', frame: { type: 'watching', poll: true } }]);
    expect(watchers()).toHaveLength(1000);
    expect(JSON.stringify(watchers())).not.toContain('socket-1');
  });

  it('make a notice that costs five reads, one for saved searches, and a thousand posts', async () => {
    fill('all', [0, 1, 2, 3, 4], 200);
    memory.forget();

    await publish(recordOf(open(1)), recordOf(open(2)));

    expect(notices()).toHaveLength(1000);
    expect(memory.cost).toEqual({ calls: 6, items: 1000, writes: 0 });
  });

  it('make room again once they have expired', async () => {
    fill('all', [0, 1, 2, 3, 4], 200);
    vi.setSystemTime(STARTED + 601_000);
    memory.put(environment.CONNECTIONS_TABLE, {
      username: 'alice',
      'c#socket-1': { session: 'session-of-alice', connectedAt: STARTED },
    });

    await send({ action: 'feed' });
    await publish(recordOf(open(1)));
    vi.setSystemTime(STARTED);

    expect(notices()).toEqual([{ to: 'socket-1', frame: { type: 'posts', topic: 'all' } }]);
  });
});

it('a batch that cannot be announced is given up, not repeated', async () => {
  const error = vi.spyOn(console, 'error').mockReturnValue(undefined);
  memory.before = async () => {
    throw new Error('Throttled');
  };

  expect(await publish(recordOf(open(1)))).toEqual({ batchItemFailures: [] });
  // Neither to those who watch, nor to those who search.
  expect(error).toHaveBeenCalledTimes(2);
});
