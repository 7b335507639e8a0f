/** What a page of the inbox costs: it follows the page and the day, never the number of conversations. */

import { describe, expect, it, vi } from 'vitest';
import { conversationOf } from '#contract/message-id.ts';
import { listConversations } from '#contract/routes/conversations.ts';
import { headOf } from '#functions/core/entry.ts';
import { NOW } from '../support/clock.ts';
import { logOf, message } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call } from '../support/http.ts';
import { fresh, placed } from '../support/inbox-items.ts';
import { answerFromMemory, type MemoryTables } from '../support/memory-tables.ts';

stubEnvironment();
const { handler } = await import('#functions/http/conversations.ts');

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** People of the first page who are online. */
const ONLINE = 4;

/** Fills the inbox of alice: all conversations are read, and ten of them are of today. */
function inboxOf(count: number): MemoryTables {
  vi.setSystemTime(NOW);
  const memory = answerFromMemory();
  for (let i = 0; i < count; i++) {
    const peer = `p${100_000 + i}`;
    const isToday = i < 10;
    const at = isToday ? NOW - i : NOW - DAY_MS - i * HOUR_MS;
    const listed = isToday ? fresh(memory, peer, NOW) : placed(memory, { section: 'read', at, peer });
    // Of the others, the two pages that are read need no more.
    if (i >= 2 * 50) continue;
    memory.put('conversations-table', { username: 'alice', peer, createdAt: 0, ...listed });
    const log = logOf(message('Hi', { recipient: peer })).map((entry) => ({
      ...{ ...entry, conversation: conversationOf('alice', peer), timestamp: at, lastMessageAt: at },
    }));
    for (const entry of log) {
      memory.put('messages-table', { ...entry });
      memory.put('messages-table', { ...headOf(entry), seq: 0 });
    }
    memory.put('users-table', { initial: 'p', username: peer, displayName: peer, createdAt: 0 });
    if (i >= ONLINE) continue;
    memory.put('connections-table', { username: peer, 'c#1': { session: 's', connectedAt: NOW } });
    memory.put('conversations-table', { username: peer, peer: 'alice', createdAt: 0 });
  }
  return memory;
}

async function costOfPage(memory: MemoryTables, query: Readonly<Record<string, string>> = {}) {
  memory.forget();
  const { status, body } = await call(handler, listConversations, { query });
  const { items, next } = body as {
    readonly items: readonly { readonly peer: string; readonly online?: true }[];
    readonly next?: string;
  };
  expect(status).toBe(200);
  const online = items.filter((item) => item.online).length;
  return { peers: items.map(({ peer }) => peer), online, next, cost: { ...memory.cost } };
}

describe('a page of the inbox', () => {
  it('costs the same with a thousand as with ten thousand, the first as any other', async () => {
    const few = await costOfPage(inboxOf(10));
    const first = await costOfPage(inboxOf(1_000));
    const memory = inboxOf(10_000);
    const ofMany = await costOfPage(memory);
    const second = await costOfPage(memory, { cursor: ofMany.next ?? '' });

    // Ten marks, rows and heads; the messages, profiles and sockets of the page, and rows of those who have a socket.
    expect(few.cost).toEqual({ calls: 11, items: 10 * 3 + 10 * 2 + ONLINE * 2, writes: 0 });
    // For the other forty a row and a head, and one place more than are shown.
    expect(first.cost).toEqual({ calls: 13, items: 10 * 3 + 51 + 40 * 2 + 50 * 2 + ONLINE * 2, writes: 0 });
    expect(ofMany.cost).toEqual(first.cost);
    expect(second.cost.calls).toBeLessThanOrEqual(first.cost.calls);
    expect(second.cost.items).toBeLessThanOrEqual(first.cost.items + 20);
    expect(ofMany.online).toBe(ONLINE);
    expect(ofMany.peers).toEqual(Array.from({ length: 50 }, (_, i) => `p${100_000 + i}`));
    expect(second.peers[0]).toBe('p100050');
  });

  it('gives conversations their place once, on the day after', async () => {
    const memory = inboxOf(10);
    vi.setSystemTime(NOW + DAY_MS);

    const once = await costOfPage(memory);
    const again = await costOfPage(memory);

    // A claim, a row, a place and a mark for each.
    expect(once.cost.writes).toBe(10 * 4);
    expect(again.cost.writes).toBe(0);
    // A message of a new day marks each once more, and the place that it had is removed with the next one.
    for (let i = 0; i < 10; i++) fresh(memory, `p${100_000 + i}`, NOW + DAY_MS);
    vi.setSystemTime(NOW + 2 * DAY_MS);
    const later = await costOfPage(memory);
    expect(later.cost.writes).toBe(10 * 5);
    expect(again.peers).toEqual(once.peers);
    expect(memory.all('conversations-table').filter(({ username }) => username === 'alice#inbox')).toHaveLength(10);
  });
});
