/** The inbox: its order, its pages, unread counts. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conversationOf, peerOf } from '#contract/message-id.ts';
import type { Connection } from '#functions/core/connection.ts';
import type { ConversationRow } from '#functions/core/conversation-row.ts';
import { headOf, type Entry } from '#functions/core/entry.ts';
import { dayOf } from '#functions/core/inbox/inbox-index.ts';
import {
  BEGINNING,
  FRESH_MAX,
  listConversations as listPage,
  type InboxPosition,
  type InboxServices,
} from '#functions/core/inbox/list-conversations.ts';
import type { User } from '#functions/core/user.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { edit, logOf, message, messages } from '../support/entries.ts';
import { MemoryInbox } from '../support/memory-inbox.ts';

const listConversations = (services: InboxServices, person: string, position: InboxPosition, limit: number) =>
  listPage(services, person, position, { shown: 'all', limit });

/** People who are connected, and the rows that they have themselves. */
interface Others {
  readonly sockets?: readonly Connection[];
  readonly others?: readonly ConversationRow[];
}

/** The services behind alice's inbox: these logs, all fresh, with default rows where none are given. */
function inboxOf(
  logs: readonly (readonly Entry[])[],
  rows: Readonly<Record<string, Partial<ConversationRow>>> = {},
  people: readonly User[] = [],
  { sockets = [], others = [] }: Others = {},
): InboxServices {
  const peers = logs.map(([first]) => peerOf(first?.conversation ?? '', 'alice'));
  const allRows = [...new Set([...peers, ...Object.keys(rows)])].map((peer) => ({
    username: 'alice',
    peer,
    createdAt: 0,
    ...rows[peer],
  }));
  const inboxIndex = new MemoryInbox();
  for (const { peer } of allRows) void inboxIndex.markFresh('alice', peer, dayOf(NOW));
  const find = (conversation: string) => logs.find(([first]) => first?.conversation === conversation);
  return {
    users: { getMany: async (names: readonly string[]) => people.filter(({ username }) => names.includes(username)) },
    inboxIndex,
    clock: manualClock(),
    newId: () => 'id',
    connections: {
      list: async (usernames) => sockets.filter(({ username }) => usernames.includes(username)),
    },
    conversations: {
      getMany: async (_, wanted) => allRows.filter(({ peer }) => wanted.includes(peer)),
      getOthers: async (usernames, peer) =>
        others.filter((row) => row.peer === peer && usernames.includes(row.username)),
      setListed: async () => true,
    },
    log: {
      heads: async (conversations: readonly string[]) =>
        conversations.flatMap((id) => find(id)?.slice(-1).map(headOf) ?? []),
      getMany: async (positions: readonly { conversation: string; seq: number }[]) =>
        positions.flatMap(({ conversation, seq }) => find(conversation)?.filter((entry) => entry.seq === seq) ?? []),
    },
  };
}

/** A message that `peer` sent to alice at a time. */
const from = (peer: string, at = NOW): Entry[] =>
  logOf(message('Hi', { sender: peer, recipient: 'alice' })).map((entry) => ({
    ...entry,
    timestamp: at,
    lastMessageAt: at,
  }));

describe('the inbox', () => {
  it('is empty for a person nobody has written to', async () => {
    expect(await listConversations(inboxOf([]), 'alice', BEGINNING, 50)).toEqual({
      items: [],
      next: undefined,
      totals: { unread: 0, requests: 0 },
    });
  });

  it('has the names of people, but for those whose accounts are deleted', async () => {
    const people = [
      { username: 'bob', displayName: 'Robert', createdAt: 0 },
      { username: 'carol', displayName: 'Deleted user', createdAt: 0, deletedAt: 1 },
    ];
    const services = inboxOf([from('bob', 2000), from('carol', 1000)], {}, people);

    const { items } = await listConversations(services, 'alice', BEGINNING, 50);

    expect(items.map(({ peer, peerName, peerDeleted }) => [peer, peerName ?? peerDeleted])).toEqual([
      ['bob', 'Robert'],
      ['carol', true],
    ]);
  });

  it('counts unread messages of conversations, and requests by themselves, without declined ones', async () => {
    const asked = (peer: string, at: number): Entry[] => from(peer, at).map((entry) => ({ ...entry, request: true }));
    const logs = [
      from('bob', 5000),
      asked('carol', 4000),
      asked('dave', 3000),
      asked('erin', 2000),
      from('frank', 1000),
    ];
    const rows = { dave: { declined: true }, erin: { blocked: true }, frank: { muted: true } };

    const { items, totals } = await listConversations(inboxOf(logs, rows), 'alice', BEGINNING, 50);

    expect(items.map(({ peer, request }) => [peer, request])).toEqual([
      ['bob', undefined],
      ['carol', true],
      ['dave', true],
      ['erin', true],
      ['frank', undefined],
    ]);
    // Whoever was blocked while they asked is among the conversations.
    expect(totals).toEqual({ unread: 2, requests: 1 });
  });

  it('says who is online, but for those who have blocked the reader, are disabled or are gone', async () => {
    const names = ['bob', 'carol', 'dave', 'erin', 'frank', 'grace'];
    const people = names.map((username): User => {
      const state = { dave: { disabledAt: 1 }, erin: { deletedAt: 1 } }[username];
      return { username, displayName: username, createdAt: 0, ...state };
    });
    const connected = names.filter((name) => name !== 'frank');
    const sockets = connected.map((username) => ({ username, connectionId: username, session: 's', connectedAt: NOW }));
    const others = [
      { username: 'carol', peer: 'alice', createdAt: 0, blocked: true },
      { username: 'grace', peer: 'bob', createdAt: 0, blocked: true },
    ];
    const logs = names.map((name, index) => from(name, NOW - index));
    const services = inboxOf(logs, { grace: { blocked: true } }, people, { sockets, others });

    const { items } = await listConversations(services, 'alice', BEGINNING, 50);

    expect(items.map(({ peer, online }) => [peer, online])).toEqual([
      ['bob', true],
      ['carol', undefined],
      ['dave', undefined],
      ['erin', undefined],
      ['frank', undefined],
      ['grace', true],
    ]);
  });

  it('has the conversation with the newest message first', async () => {
    const services = inboxOf([from('bob', 2000), from('carol', 3000), from('dave', 1000)]);

    const { items } = await listConversations(services, 'alice', BEGINNING, 50);

    expect(items.map(({ peer }) => peer)).toEqual(['carol', 'bob', 'dave']);
  });

  it('is not reordered by an edit, although it moves the end of the log', async () => {
    const newer = from('carol', NOW + 1);
    const edited = logOf(
      message('Hi', { sender: 'bob', recipient: 'alice' }),
      edit(1, { sender: 'bob', recipient: 'alice' }),
    );

    const { items } = await listConversations(inboxOf([edited, newer]), 'alice', BEGINNING, 50);

    expect(items.map(({ peer, lastSeq, lastMessage }) => [peer, lastSeq, lastMessage?.seq])).toEqual([
      ['carol', 1, 1],
      ['bob', 2, 1],
    ]);
  });

  it('shows what I have read and what I have not', async () => {
    const services = inboxOf([messages(7, { sender: 'bob', recipient: 'alice' })], {
      bob: { readSeq: 5, readCount: 5, muted: true },
    });

    const { items } = await listConversations(services, 'alice', BEGINNING, 50);

    expect(items).toEqual([
      {
        peer: 'bob',
        lastSeq: 7,
        generation: 1,
        lastMessage: expect.objectContaining({ body: 'Message 7' }),
        unread: 2,
        readSeq: 5,
        muted: true,
        pinned: false,
        blocked: false,
      },
    ]);
  });

  it('has pages that fit in one answer, however long the messages are', async () => {
    const peers = Array.from({ length: 600 }, (_, i) => `peer-${i}`);
    const logs = peers.map((peer, i) =>
      from(peer, NOW - i).map((entry): Entry => ({ ...entry, body: '"'.repeat(4000) }) as Entry),
    );

    const first = await listConversations(inboxOf(logs), 'alice', BEGINNING, 1000);
    const second = await listConversations(inboxOf(logs), 'alice', first.next ?? BEGINNING, 1000);

    expect(Buffer.byteLength(JSON.stringify({ body: JSON.stringify(first) }))).toBeLessThan(6_000_000);
    expect(first.items.length).toBeGreaterThan(250);
    expect([...first.items, ...second.items].map(({ peer }) => peer)).toEqual(peers);
    expect(second.next).toBeUndefined();
  });

  it('reads a thousand fresh conversations at once, however many people have written, and shows them all', async () => {
    const peers = Array.from({ length: 2 * FRESH_MAX + 1 }, (_, i) => `peer-${10_000 + i}`);
    const byPeer = new Map(peers.map((peer, i) => [conversationOf('alice', peer), from(peer, NOW + i)]));
    const read: number[] = [];
    const services: InboxServices = {
      ...inboxOf([], Object.fromEntries(peers.map((peer) => [peer, {}]))),
      log: {
        heads: async (wanted) => {
          read.push(wanted.length);
          return wanted.flatMap((id) => byPeer.get(id)?.map(headOf) ?? []);
        },
        getMany: async (positions) => positions.flatMap(({ conversation }) => byPeer.get(conversation) ?? []),
      },
    };

    const seen: string[] = [];
    let position: InboxPosition | undefined = BEGINNING;
    while (position) {
      const page: Awaited<ReturnType<typeof listConversations>> = await listConversations(
        services,
        'alice',
        position,
        600,
      );
      seen.push(...page.items.map(({ peer }) => peer));
      position = page.next;
    }

    expect(read.filter((count) => count > 0)).toEqual([1000, 1000, 1000, 1000, 1]);
    const newestFirst = (start: number): string[] => peers.slice(start, start + FRESH_MAX).toReversed();
    expect(seen).toEqual([0, FRESH_MAX, 2 * FRESH_MAX].flatMap(newestFirst));
  });

  it('omits a conversation that was opened but not written to', async () => {
    const { items } = await listConversations(inboxOf([from('bob')], { carol: {} }), 'alice', BEGINNING, 50);

    expect(items.map(({ peer }) => peer)).toEqual(['bob']);
  });

  it('shows notes to oneself, which are never unread', async () => {
    const { items } = await listConversations(inboxOf([messages(3, { recipient: 'alice' })]), 'alice', BEGINNING, 50);

    expect(items).toMatchObject([{ peer: 'alice', lastSeq: 3, unread: 0 }]);
  });

  it('shows a person called constructor like any other', async () => {
    const { items } = await listConversations(
      inboxOf([from('constructor'), messages(2, { recipient: 'constructor' })]),
      'alice',
      BEGINNING,
      50,
    );

    expect(items[0]).toMatchObject({ peer: 'constructor', unread: 1 });
  });

  it('has each conversation once, page by page, even if many have the same time', async () => {
    const times = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(times, fc.integer({ min: 1, max: 7 }), async (moments, limit) => {
        const logs = moments.map((at, i) => from(`peer-${i}`, at));

        const seen: { peer: string; at: number | undefined }[] = [];
        let position: InboxPosition | undefined = BEGINNING;
        while (position) {
          const page: Awaited<ReturnType<typeof listConversations>> = await listConversations(
            inboxOf(logs),
            'alice',
            position,
            limit,
          );
          const { items, next } = page;
          expect(items.length === limit || next === undefined).toBe(true);
          seen.push(...items.map(({ peer, lastMessage }) => ({ peer, at: lastMessage?.timestamp })));
          position = next;
        }

        expect(seen.map(({ peer }) => peer).toSorted()).toEqual(moments.map((_, i) => `peer-${i}`).toSorted());
        expect(seen.map(({ at }) => at)).toEqual(moments.toSorted((one, other) => other - one));
      }),
    );
  });
});
