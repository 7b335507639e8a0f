/**
 * No read follows what others have written: each route that reads is called on tables that others have flooded, page
 * by page. A route that is missing here does not compile.
 */

import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { snap } from '#contract/grid.ts';
import { conversationOf } from '#contract/message-id.ts';
import type { Route } from '#contract/route.ts';
import { routes } from '#contract/routes.ts';
import type { HttpHandler } from '#functions/api/router.ts';
import { headOf, type Entry } from '#functions/core/entry.ts';
import { postId } from '#functions/core/feed/post-id.ts';
import { recordId } from '#functions/core/moderation-record.ts';
import { wordsOf } from '#functions/core/name-words.ts';
import { cognito } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { draftOf, logOf, message } from '../support/entries.ts';
import { environment, stubEnvironment } from '../support/environment.ts';
import { call, type Given } from '../support/http.ts';
import { fresh, placed } from '../support/inbox-items.ts';
import { answerFromMemory, type Cost, type MemoryTables } from '../support/memory-tables.ts';
import { postOf } from '../support/posts.ts';

stubEnvironment();
vi.doMock('#functions/aws/access-token.ts', () => ({ accessTokenVerifier: () => async () => undefined }));
const handlers: Readonly<Record<keyof typeof routes, HttpHandler>> = {
  accounts: (await import('#functions/http/accounts.ts')).handler,
  users: (await import('#functions/http/users.ts')).handler,
  messages: (await import('#functions/http/messages.ts')).handler,
  attachments: (await import('#functions/http/attachments.ts')).handler,
  conversations: (await import('#functions/http/conversations.ts')).handler,
  posts: (await import('#functions/http/posts.ts')).handler,
  push: (await import('#functions/http/push.ts')).handler,
  safety: (await import('#functions/http/safety.ts')).handler,
  admin: (await import('#functions/http/admin.ts')).handler,
  openapi: (await import('#functions/http/openapi.ts')).handler,
};

const { postIndex } = await import('#functions/aws/post-index.ts');
const { postOffers } = await import('#functions/aws/post-offers.ts');

type Reads = Extract<(typeof routes)[keyof typeof routes][number], { readonly method: 'GET' }>['operation'];

interface Read {
  readonly given?: Given;
  /** Calls and items at most, for each page. */
  readonly calls: number;
  readonly items: number;
  /** How many items all pages show together. */
  readonly shown?: number;
}

/** In January 2028: two years after the first message center, so there are many months without records. */
const LATER = Date.UTC(2028, 0, 20);
const recordAt = (i: number): string => recordId(LATER - 100_000 - i, '00000000-0000-0000-0000-000000000000');

const peer = { peer: 'bob' };
/** Who acts takes two items more: the caller's profile, and for an administrator's session its marks. */
const reads: Readonly<Record<Reads, readonly Read[]>> = {
  listSessions: [{ calls: 2, items: 2 }],
  // The device, and whose its endpoint is.
  getPush: [{ calls: 2, items: 2 }],
  listUsers: [
    { given: { query: { limit: '10' } }, calls: 8, items: 40, shown: 752 },
    { given: { query: { limit: '10', prefix: 'dur' } }, calls: 8 + 10, items: 3 * 24 + 12, shown: 0 },
    { given: { query: { limit: '10', prefix: 'dur zed' } }, calls: 8 + 10, items: 3 * 24 + 12, shown: 0 },
  ],
  getUser: [{ given: { parameters: { username: 'bob' } }, calls: 4, items: 4 }],
  getMe: [{ calls: 2, items: 2 }],
  exportMe: [{ calls: 60, items: 2 + 500 }],
  listMessages: [{ given: { query: { target: 'bob' } }, calls: 14, items: 10 * 15 + 205 }],
  getMessage: [{ given: { parameters: { id: 'alice~bob.1' } }, calls: 4, items: 4 }],
  listEarlierTexts: [{ given: { parameters: { id: 'alice~bob.1' } }, calls: 2, items: 51, shown: 50 }],
  getMessageAttachments: [{ given: { parameters: { id: 'alice~bob.1' } }, calls: 2, items: 2 }],
  getPostPictures: [{ given: { parameters: { id: postId('bob', '1') } }, calls: 2, items: 4 }],
  listConversations: [
    // A third is of today: a mark, a row and a head for each. On the first page, what is unread is counted.
    // Of each of the page also the sockets and their own row.
    { given: { query: { limit: '1000' } }, calls: 57 + 2 * 10, items: 3 * 501 + 8 * 1001, shown: 1501 },
    { given: { query: { limit: '10' } }, calls: 21 + 2, items: 3 * 501 + 1000 + 73 + 2 * 10, shown: 1501 },
    { given: { query: { limit: '10', show: 'unread' } }, calls: 23, items: 3 * 501 + 1000 + 62 + 2 * 10, shown: 1500 },
    { given: { query: { show: 'archived' } }, calls: 17, items: 3 * 501 + 1000 + 51, shown: 0 },
  ],
  getConversation: [{ given: { parameters: peer }, calls: 10, items: 207 }],
  readLog: [{ given: { parameters: peer, query: { after: '0' } }, calls: 6, items: 205 }],
  searchMessages: [{ given: { parameters: peer, query: { text: 'h' } }, calls: 5, items: 201 + 1 + 1000 + 1 }],
  listPosts: [
    // The last page looks for posts of the years before as well.
    { given: { query: { limit: '10' } }, calls: 3 + 2, items: 1 + 11 + 3, shown: 1500 },
    { given: { query: { limit: '10', words: 'nothing' } }, calls: 25, items: 1 + 500, shown: 0 },
    { given: { query: { near: '0,0', radius: '50' } }, calls: 25 + 7, items: 2 * (500 + 3), shown: 500 },
    { given: { query: { owner: 'bob' } }, calls: 2, items: 51 + 3, shown: 1500 },
  ],
  getPost: [{ given: { parameters: { id: postId('bob', '1') } }, calls: 2, items: 4 }],
  listOffers: [
    // Half of the people are deleted, and of the four blocked ones half of the others.
    { given: { parameters: { id: postId('alice', '1') } }, calls: 2 + 7, items: 1 + 201 + 3 * 200, shown: 748 },
  ],
  getOutcome: [{ given: { parameters: { id: postId('bob', '1') } }, calls: 3, items: 5 }],
  listThanks: [
    {
      given: { parameters: { username: 'alice' }, query: { limit: '10' } },
      calls: 5,
      items: 201 + 1 + 30,
      shown: 748,
    },
    { given: { parameters: { username: 'bob' }, query: { limit: '10' } }, calls: 5, items: 201 + 3 + 60, shown: 748 },
  ],
  listBlocks: [{ given: { query: { limit: '10' } }, calls: 3, items: 1000 + 12, shown: 2 }],
  listAccounts: [{ calls: 3, items: 3 }],
  listReports: [
    { given: { query: { limit: '10' } }, calls: 12 + 3, items: 12 * 11 + 3, shown: 1500 },
    { given: { query: { limit: '10', status: 'open' } }, calls: 12 + 3, items: 12 * 11 + 3, shown: 1499 },
    { given: { query: { limit: '10', status: 'resolved' } }, calls: 12 + 3, items: 12 * 11 + 3, shown: 1 },
  ],
  getReportAttachments: [{ given: { parameters: { id: recordAt(1) } }, calls: 1 + 3, items: 1 + 3 }],
  listSearches: [{ calls: 1, items: 1, shown: 2 }],
  // The searches; 25 lists; and the owners of 300 posts, 60 at a time in two reads.
  getForYou: [{ calls: 1 + 25 + 10, items: 1 + 31 + 2 * 200 + 3 * 10, shown: 50 }],
  listHiddenPosts: [
    // A page of 20: their reports take a read for each hundred, and each post one.
    { calls: 2 + 3 + 20, items: 21 + 63 + 3 + 20, shown: 1500 },
  ],
  listActs: [{ given: { query: { limit: '10' } }, calls: 12 + 3, items: 12 * 11 + 3, shown: 1500 }],
  getFigures: [{ calls: 4 + 4 + 200 + 3, items: 4 + 4 * 100 + 200 * 10 + 3 }],
  getOpenApi: [{ calls: 0, items: 0 }],
};

const all: readonly (readonly [group: keyof typeof routes, route: Route])[] = Object.entries(routes).flatMap(
  ([group, served]) =>
    served.filter(({ method }) => method === 'GET').map((route) => [group as keyof typeof routes, route] as const),
);

/** Stores what `count` people have written to alice, and done besides. */
function flood(memory: MemoryTables, count: number): void {
  const profile = (username: string, more: object = {}) =>
    memory.put('users-table', {
      initial: username.slice(0, 1),
      username,
      displayName: username,
      createdAt: NOW,
      words: wordsOf({ username, displayName: username }),
      wordsVersion: 1,
      ...more,
    });
  const store = (entries: readonly Entry[]) => {
    for (const entry of entries) memory.put('messages-table', { ...entry });
    for (const entry of entries.slice(-1)) memory.put('messages-table', { ...headOf(entry), seq: 0 });
  };
  const names = new Set(['a', 'b', 'd', 'p', 'z']);
  memory.put('users-table', { initial: 'initials', username: 'initials', all: true, names });
  for (const username of ['alice', 'bob', 'zed']) profile(username);
  const change = draftOf({ kind: 'reaction', target: 1, emoji: '👍', on: true }, { sender: 'bob', recipient: 'alice' });
  const edit = draftOf({ kind: 'edit', target: 1, body: 'Hi' }, { sender: 'bob', recipient: 'alice' });
  const [first, ...changes] = logOf(
    message('Hi'),
    ...Array.from({ length: count }, (_, i) => (i < 200 ? edit : change)),
  );
  const edits = new Set(changes.slice(0, 200).map(({ seq }) => seq));
  store([...(first?.kind === 'message' ? [{ ...first, original: 'H', editSeq: 201, edits }] : []), ...changes]);
  memory.put('conversations-table', { username: 'alice', peer: 'bob', createdAt: 0, ...fresh(memory, 'bob', LATER) });
  for (let i = 0; i < count; i++) {
    const name = `p${100_000 + i}`;
    profile(name, i % 2 === 0 ? { deletedAt: 1 } : {});
    memory.put('users-table', { initial: 'word#d', username: `durand${i} ${name}`, wordsVersion: 2 });
    memory.put('conversations-table', {
      username: 'alice',
      peer: name,
      createdAt: 0,
      ...(i > count - 5 && { blocked: true }),
      ...(i % 3 > 0 ? placed(memory, { section: 'unread', at: NOW, peer: name }) : fresh(memory, name, LATER)),
    });
    memory.put('conversations-table', { username: name, peer: 'alice', createdAt: 0 });
    memory.put('connections-table', { username: name, 'c#1': { session: 's', connectedAt: LATER } });
    for (const helper of ['alice', 'bob']) {
      const [list, post] = [`h#${helper}`, postId(name, '1')];
      memory.put(environment.POST_INDEX_TABLE, { list, at: post, helper, post, thankedAt: 0, text: 'Hi', shown: true });
    }
    store(
      logOf(message('Hi', { sender: name, recipient: 'alice' })).map((entry) => ({
        ...entry,
        conversation: conversationOf('alice', name),
      })),
    );
    const user = { username: 'eve', displayName: 'Eve' };
    memory.put('moderation-table', {
      month: 'reports#2028-01',
      id: recordAt(i),
      reporter: name,
      reason: 'Rude',
      status: i === 0 ? 'resolved' : 'open',
      user,
      ...(i === 0 && { resolvedBy: 'alice', resolvedAt: NOW }),
    });
    memory.put('moderation-table', {
      month: 'acts#2028-01',
      id: recordAt(i),
      by: 'alice',
      act: 'sign-out',
      subject: name,
    });
  }
}

/** Has all who wrote to alice write from one post of hers. */
async function floodOffers(memory: MemoryTables, count: number): Promise<void> {
  const offers = postOffers(environment.POST_INDEX_TABLE);
  memory.put(environment.POSTS_TABLE, { ...postOf('alice', 1, { createdAt: LATER - 1_000 }) });
  for (let i = 0; i < count; i++) {
    const person = `p${100_000 + i}`;
    const written = { conversation: conversationOf('alice', person), seq: 1, offeredAt: LATER - i };
    await offers.add({ post: postId('alice', '1'), person, ...written });
  }
}

/** Publishes many posts of bob, all in one square. */
async function floodFeed(memory: MemoryTables, count: number): Promise<void> {
  const index = postIndex(environment.POST_INDEX_TABLE, { shardsPerDay: 1 });
  for (let i = 0; i < count; i++) {
    const post = postOf('bob', i, {
      createdAt: LATER - 1_000 - i,
      lastsUntil: LATER + 1_000_000,
      place: { ...snap('square', { latitude: 0, longitude: 0 }), blur: '600m' },
    });
    memory.put(environment.POSTS_TABLE, { ...post });
    const reports = [0, 1, 2].map((n) => recordAt((i + n) % count));
    memory.put(environment.MODERATION_TABLE, { month: 'hidden-posts', id: post.id, hiddenAt: LATER, reports });
    memory.put(environment.POST_INDEX_TABLE, { list: `p#${post.id}`, at: 'alice', post: post.id, person: 'alice' });
    await index.project(post);
  }
}

/** Has alice search everywhere, and in the widest area around the flooded square. */
const searches = [
  { id: '00000000-0000-4000-8000-000000000001', words: 'i' },
  {
    id: '00000000-0000-4000-8000-000000000002',
    area: { middle: snap('square', { latitude: 0, longitude: 0 }), radiusMeters: 50_000 },
  },
];

/** Calls a route until its last page. @returns the highest cost of a page, and how many items were shown */
async function costOf(memory: MemoryTables, group: keyof typeof routes, route: Route, given: Given = {}) {
  const highest: Cost = { calls: 0, items: 0, writes: 0 };
  let shown = 0;
  let cursor: string | undefined;
  do {
    memory.forget();
    const query = { ...(given.query as Record<string, string>), ...(cursor !== undefined && { cursor }) };
    const { status, body } = await call(handlers[group], route, { ...given, groups: ['admins'], query });
    expect([route.operation, status]).toEqual([route.operation, 200]);
    for (const name of ['calls', 'items', 'writes'] as const)
      highest[name] = Math.max(highest[name], memory.cost[name]);
    const page = body as { items?: readonly unknown[]; next?: string | number };
    shown += page.items?.length ?? 0;
    cursor = typeof page.next === 'string' ? page.next : undefined;
  } while (cursor !== undefined);
  return { ...highest, shown };
}

describe('on tables that others have flooded', () => {
  let memory: MemoryTables;
  beforeAll(async () => {
    vi.setSystemTime(LATER);
    memory = answerFromMemory();
    flood(memory, 1_500);
    await floodFeed(memory, 1_500);
    memory.put(environment.POSTS_TABLE, { owner: 'alice', id: '#searches', searches, revision: 1 });
    await floodOffers(memory, 1_500);
    cognito.on(AdminGetUserCommand).resolves({
      Enabled: true,
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      UserAttributes: [{ Name: 'email', Value: 'a@example.org' }],
    });
    memory.put('connections-table', { username: 'factor#alice#session-of-alice' });
    cognito.on(AdminListGroupsForUserCommand).resolves({ Groups: [{ GroupName: 'admins' }] });
    cognito.on(ListUsersCommand).resolves({ Users: [] });
  });

  it.each(all.map(([group, route]) => ({ group, route, operation: route.operation })))(
    'each page of $operation reads no more than its bound',
    async ({ group, route, operation }) => {
      for (const { given, calls, items, shown } of reads[operation as Reads]) {
        const cost = await costOf(memory, group, route, given);

        expect({ operation, given, calls: cost.calls <= calls, items: cost.items <= items, cost }).toMatchObject({
          calls: true,
          items: true,
        });
        expect([operation, cost.shown]).toEqual([operation, shown ?? cost.shown]);
      }
    },
  );
});
