/** GET /me/export: all my data, page by page. */

import { AdminGetUserCommand, type AdminGetUserCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { exportMe } from '#contract/routes/export.ts';
import { exportedFiles } from '#functions/api/handlers/export.ts';
import { withChanges } from '#functions/core/apply.ts';
import { encodeCursor } from '#functions/core/cursor.ts';
import type { Entry } from '#functions/core/entry.ts';
import type { Post } from '#functions/core/feed/post.ts';
import { answerQueries, cognito, dynamo } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { draftOf, edit, logOf, message } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Received } from '../support/http.ts';
import { postOf } from '../support/posts.ts';
import { profile, shown } from '../support/profiles.ts';

stubEnvironment();
const { handler } = await import('#functions/http/users.ts');

beforeEach(() => {
  dynamo.reset();
  cognito.reset();
  // Nobody has a device that is told by push.
  dynamo.on(BatchGetCommand).resolves({});
});

const UserAttributes = [
  { Name: 'sub', Value: '1' },
  { Name: 'email', Value: 'alice@example.org' },
];
const account: Partial<AdminGetUserCommandOutput> = {
  UserStatus: 'CONFIRMED',
  UserCreateDate: new Date(NOW),
  UserAttributes,
};

describe('GET /me/export', () => {
  const read = (query: string | Record<string, string> = ''): Promise<Received> => call(handler, exportMe, { query });
  const answerLog = (entries: readonly Entry[], rows: readonly object[], posts: readonly Post[] = []) => {
    answerQueries(entries);
    const sorted = posts.toSorted((one, other) => (one.id < other.id ? -1 : 1));
    dynamo
      .on(QueryCommand, { TableName: 'posts-table' })
      .callsFake(async (query: { Limit: number; ExpressionAttributeValues: { ':after': string } }) => ({
        Items: sorted.filter(({ id }) => id > query.ExpressionAttributeValues[':after']).slice(0, query.Limit),
      }));
    dynamo.on(GetCommand, { TableName: 'posts-table' }).resolves({});
    dynamo.on(QueryCommand, { TableName: 'postIndex-table' }).resolves({ Items: [] });
    dynamo.on(QueryCommand, { TableName: 'conversations-table' }).resolves({ Items: rows.map((row) => ({ ...row })) });
  };

  beforeEach(() => {
    dynamo.on(GetCommand).resolves({ Item: profile('alice') });
    cognito.on(AdminGetUserCommand).resolves(account);
  });

  it('begins with my profile, conversations and blocks, and continues with every entry as I see it', async () => {
    const theirs = { sender: 'carol', recipient: 'alice' };
    const rows = [
      { username: 'alice', peer: 'bob', createdAt: 0, readSeq: 1, readCount: 0, muted: true, pinned: true },
      { username: 'alice', peer: 'carol', createdAt: 0, blocked: true, shownReadSeq: 1 },
    ];
    answerLog(
      [
        ...logOf(message('Hi', { clientId: 'mine' })),
        ...logOf(message('Ho', theirs), edit(1, theirs), draftOf({ kind: 'message', body: 'Hey', replyTo: 1 }, theirs)),
      ],
      rows,
    );

    const first = (await read()).body as { items: object[]; next: string };
    const second = (await read({ cursor: first.next })).body;

    const createdAt = '1970-01-01T00:00:00.000Z';
    expect(first.items).toEqual([
      { type: 'profile', ...shown('alice'), email: 'alice@example.org' },
      { type: 'conversation', peer: 'bob', createdAt, readSeq: 1, muted: true, pinned: true },
      { type: 'conversation', peer: 'carol', createdAt, readSeq: 0, muted: false, pinned: false },
      { type: 'block', username: 'carol' },
    ]);
    expect(second).toMatchObject({
      items: [
        { type: 'entry', entry: { id: 'alice~bob.1', body: 'Hi', clientId: 'mine' } },
        { type: 'entry', entry: { id: 'alice~carol.1', body: 'Ho' } },
        { type: 'entry', entry: { id: 'alice~carol.2', kind: 'edit' } },
        { type: 'entry', entry: { id: 'alice~carol.3', body: 'Hey', replyTo: 'alice~carol.1' } },
      ],
    });
    expect(second).not.toHaveProperty('next');
    expect(JSON.stringify([first, second])).not.toMatch(/shownReadSeq|readCount|digest|requestId|counts/);
  });

  it('has the first text of a message that was edited beside it', async () => {
    const [hi, edited] = logOf(message('Hi'), edit(1));
    if (hi?.kind !== 'message' || edited?.kind !== 'edit') throw new Error('The log is another one.');
    answerLog([withChanges(hi, [edited]), edited], [{ username: 'alice', peer: 'bob', createdAt: 0 }]);

    const { next } = (await read()).body as { next: string };

    expect((await read({ cursor: next })).body).toMatchObject({
      items: [
        { type: 'entry', entry: { id: 'alice~bob.1', body: 'Hello!' }, original: 'Hi' },
        { type: 'entry', entry: { id: 'alice~bob.2', kind: 'edit' } },
      ],
    });
  });

  it('has no first text of a message that was edited, and deleted by a version that knew no first text', async () => {
    const [hi] = logOf(message('Hi'));
    const deleted = { ...hi, body: '', deletionSeq: 3, deletedBy: 'sender', original: 'Hi', edits: new Set([2]) };
    answerLog([deleted as Entry], [{ username: 'alice', peer: 'bob', createdAt: 0 }]);

    const { next } = (await read()).body as { next: string };
    const { items } = (await read({ cursor: next })).body as { items: object[] };

    expect(items).toMatchObject([{ type: 'entry', entry: { id: 'alice~bob.1' } }]);
    expect(JSON.stringify(items)).not.toContain('Hi');
  });

  it('has a link behind each message and post for each of its pictures and files', async () => {
    const attachments = [
      { id: 'one', type: 'image/png', bytes: 5 },
      { id: 'two', type: 'application/pdf', bytes: 7, name: 'lease.pdf' },
    ];
    const pictures = [{ id: 'three', type: 'image/png', bytes: 5, width: 1, height: 1, file: 'kept/3' }];
    answerLog(
      [
        ...logOf(
          Object.assign(message('Look'), { attachments, files: ['kept/1', 'kept/2'] }),
          Object.assign(message(''), { files: ['kept/4'] }),
        ),
      ],
      [{ username: 'alice', peer: 'bob', createdAt: 0 }],
      [postOf('alice', 1, { pictures })],
    );

    const first = (await read()).body as { next: string };
    const { items } = (await read({ cursor: first.next })).body as { items: object[] };

    const expires = '2026-01-02T03:14:05.678Z';
    expect(items).toMatchObject([
      { type: 'entry', entry: { id: 'alice~bob.1' } },
      { type: 'file', of: 'alice~bob.1', id: 'one', url: expect.stringContaining('/files/kept/1?'), expires },
      { type: 'file', of: 'alice~bob.1', id: 'two', url: expect.stringContaining('lease.pdf'), expires },
      { type: 'entry', entry: { id: 'alice~bob.2' } },
      { type: 'post' },
      { type: 'file', of: postOf('alice', 1).id, id: 'three', url: expect.stringContaining('/files/kept/3?'), expires },
    ]);
  });

  it('names the files that are withheld, and why, beside those that have a link', () => {
    const files = [
      { id: 'one', url: '/files/kept/1', expires: NOW },
      { id: 'two', withheld: 'file-flagged' as const },
    ];

    expect(exportedFiles('alice~bob.1', files)).toEqual([
      { type: 'file', of: 'alice~bob.1', id: 'one', url: '/files/kept/1', expires: '2026-01-02T03:04:05.678Z' },
      { type: 'withheld', of: 'alice~bob.1', id: 'two', code: 'file-flagged' },
    ]);
  });

  it('of a person without conversations is one page', async () => {
    answerLog([], []);

    expect((await read()).body).toEqual({
      items: [{ type: 'profile', ...shown('alice'), email: 'alice@example.org' }],
    });
  });

  it('ends with my posts, over and removed ones too, with their places as they are stored', async () => {
    const place = { latitude: 38.713281, longitude: -9.131578, blur: '600m' } as const;
    const closed = { version: 2, closedAt: NOW };
    const posts = [
      postOf('alice', 1, { description: 'All of it', place, placeName: 'Alfama' }),
      postOf('alice', 2, { ...closed, status: 'done' }),
      postOf('alice', 3, { ...closed, status: 'removed', removal: 'An advertisement' }),
      postOf('alice', 4, { ...closed, status: 'withdrawn', title: '', digest: '', erasedAt: NOW }),
    ];
    answerLog([...logOf(message('Hi'))], [{ username: 'alice', peer: 'bob', createdAt: 0 }], posts);

    const first = (await read()).body as { next: string };
    const { items, next } = (await read({ cursor: first.next })).body as {
      items: { type: string; post?: { id: string } }[];
      next?: string;
    };

    expect(next).toBeUndefined();
    expect(items.map(({ type }) => type)).toEqual(['entry', 'post', 'post', 'post']);
    const exported = (n: number) => items.find(({ post }) => post?.id === posts[n]?.id)?.post;
    expect(exported(0)).toMatchObject({ owner: 'alice', description: 'All of it', place, placeName: 'Alfama' });
    expect(exported(1)).toMatchObject({ status: 'done' });
    expect(exported(2)).toMatchObject({ status: 'removed', removal: 'An advertisement' });
    expect(JSON.stringify(items)).not.toContain('digest');
  });

  it('has the squares I have posted from, which outlive their posts', async () => {
    const places = [
      { latitude: 38.713281, longitude: -9.131578, blur: '600m' },
      { latitude: 38.7225, longitude: -9.158363, blur: '5km' },
    ];
    answerLog([], []);
    const self = { owner: 'alice', id: '#self', places, open: new Set(['alice.1']), revision: 7 };
    dynamo.on(GetCommand, { TableName: 'posts-table', Key: { owner: 'alice', id: '#self' } }).resolves({ Item: self });

    const { items } = (await read()).body as { items: object[] };

    expect(items.slice(1)).toEqual(places.map((place) => ({ type: 'square', place })));
    expect(exportMe.answers[200].safeParse({ items }).success).toBe(true);
  });

  it('is read by an older client whole, though it does not know a type', () => {
    const later = { type: 'trophy', from: { username: 'bob' }, text: 'You were quick.' };

    expect(exportMe.answers[200].parse({ items: [later] }).items).toEqual([later]);
    expect(exportMe.answers[200].safeParse({ items: [{ type: 'post', secret: 1 }] }).success).toBe(false);
  });

  it('has every post once, in pages of fifty', async () => {
    const posts = Array.from({ length: 120 }, (_, n) => postOf('alice', n));
    answerLog([], [], posts);

    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const { items, next } = (await read(cursor === undefined ? '' : { cursor })).body as {
        items: { post?: { id: string } }[];
        next?: string;
      };
      pages.push(items.flatMap(({ post }) => post?.id ?? []));
      cursor = next;
    } while (cursor !== undefined);

    expect(pages.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(pages.flat().toSorted()).toEqual(posts.map(({ id }) => id).toSorted());
  });

  it.each([
    ['of another person', encodeCursor(['bob', 'export'], 'alice 0')],
    ['of another list', encodeCursor(['alice', 'users', ''], 'bob')],
    ['that names no place', encodeCursor(['alice', 'export'], 'bob')],
    ['that names no post', encodeCursor(['alice', 'export'], '=bob')],
  ])('is refused with a cursor %s', async (_, cursor) => {
    answerLog([], []);

    expect(await read({ cursor })).toMatchObject({ status: 400, body: { errors: { cursor: expect.any(String) } } });
  });
});
