/** Read positions: how they move, and who is notified. */

import { describe, expect, it, vi } from 'vitest';
import type { Connection } from '#functions/core/connection.ts';
import type { Entry } from '#functions/core/entry.ts';
import { markRead, type MarkReadRequest, type MarkReadServices } from '#functions/core/mark-read.ts';
import type { Gateway } from '#functions/core/ports.ts';
import type { User } from '#functions/core/user.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { edit, logOf, message, messages } from '../support/entries.ts';
import { MemoryInbox } from '../support/memory-inbox.ts';

const fromBob = { sender: 'bob', recipient: 'alice' };
const socket = (connectionId: string, username: string): Connection => ({
  connectionId,
  username,
  session: 'session',
  connectedAt: 0,
});

/** Alice and bob, each with sockets, and this log between them. */
function world(log: readonly Entry[], alice: Partial<User> = {}) {
  const advanceRead = vi
    .fn<MarkReadServices['conversations']['advanceRead']>()
    .mockResolvedValue({ username: 'alice', peer: 'bob', createdAt: 0 });
  const stores: Pick<MarkReadServices, 'users' | 'log' | 'conversations'> = {
    users: {
      get: async (username) =>
        ['alice', 'bob'].includes(username)
          ? { username, displayName: username, createdAt: 0, ...(username === 'alice' && alice) }
          : undefined,
    },
    log: {
      get: async ({ conversation, seq }) =>
        log.find((entry) => entry.conversation === conversation && entry.seq === seq),
    },
    conversations: { advanceRead, setListed: async () => true },
  };
  const sockets = [socket('a1', 'alice'), socket('a2', 'alice'), socket('b1', 'bob')];
  const post = vi.fn<Gateway['post']>().mockResolvedValue('sent');
  const connections = {
    list: async (people: readonly string[]) => sockets.filter(({ username }) => people.includes(username)),
    remove: async () => undefined,
  };
  const services = {
    ...stores,
    connections,
    gateway: { post },
    clock: manualClock(),
    inboxIndex: new MemoryInbox(),
  };
  const mark = (given: Partial<MarkReadRequest> = {}) =>
    markRead(services, { reader: 'alice', peer: 'bob', seq: 1, origin: 'a1', ...given });
  return { mark, advanceRead, post };
}

describe('marking a conversation read', () => {
  it("moves the reader's position, with the number of the peer's messages up to it", async () => {
    const { mark, advanceRead } = world(
      logOf(message('Hi', fromBob), message(), edit(2), message('Hi', fromBob), message('Hi', fromBob)),
    );

    await mark({ seq: 4 });

    expect(advanceRead).toHaveBeenCalledExactlyOnceWith('alice', 'bob', { readSeq: 4, readCount: 2 }, NOW);
  });

  it("notifies both people's sockets, except the one it came from", async () => {
    const { mark, post } = world(messages(3, fromBob));

    expect(await mark({ seq: 3 })).toBe(0);

    const frame = { type: 'read', conversation: 'alice~bob', by: 'alice', seq: 3 };
    expect(post.mock.calls).toEqual([
      ['a2', frame],
      ['b1', frame],
    ]);
  });

  it('notifies only the reader where the reader has blocked the peer', async () => {
    const { mark, advanceRead, post } = world(messages(3, fromBob));
    advanceRead.mockResolvedValue({ username: 'alice', peer: 'bob', createdAt: 0, blocked: true });

    await mark({ seq: 3 });

    expect(post.mock.calls.map(([connectionId]) => connectionId)).toEqual(['a2']);
  });

  it('notifies only the reader where the reader hides read positions, and counts all the same', async () => {
    const { mark, advanceRead, post } = world(messages(3, fromBob), { readReceipts: false });

    await mark({ seq: 3 });

    expect(post.mock.calls.map(([connectionId]) => connectionId)).toEqual(['a2']);
    expect(advanceRead).toHaveBeenCalledWith('alice', 'bob', { readSeq: 3, readCount: 3 }, NOW);
  });

  it('notifies only the reader of a request that they have not answered, and both once they have', async () => {
    const request = message('I can help', { ...fromBob, request: true });
    const { mark, advanceRead, post } = world(logOf(request, edit(1, fromBob), message('Yes, please')));

    await mark({ seq: 2 });
    expect(post.mock.calls.map(([connectionId]) => connectionId)).toEqual(['a2']);
    expect(advanceRead).toHaveBeenCalledWith('alice', 'bob', { readSeq: 2, readCount: 1 }, NOW);

    await mark({ seq: 3 });
    expect(post.mock.calls.map(([connectionId]) => connectionId)).toEqual(['a2', 'a2', 'b1']);
  });

  it('notifies nobody where the position was further already', async () => {
    const { mark, advanceRead, post } = world(messages(3, fromBob));
    advanceRead.mockResolvedValue(undefined);

    expect(await mark()).toBe(0);
    expect(post).not.toHaveBeenCalled();
  });

  it('returns how many sockets could not be notified', async () => {
    const { mark, post } = world(messages(1, fromBob));
    post.mockRejectedValue(new Error('Forbidden'));

    expect(await mark()).toBe(2);
  });

  it('beyond the end of the log is a reset', async () => {
    const { mark, advanceRead } = world(messages(3, fromBob));

    await expect(mark({ seq: 4 })).rejects.toMatchObject({ code: 'reset' });
    expect(advanceRead).not.toHaveBeenCalled();
  });

  it.each(['nobody', 'Not A Name', ''])('with %j, who does not exist, is not found', async (peer) => {
    const { mark, advanceRead } = world(messages(3, fromBob));

    await expect(mark({ peer })).rejects.toMatchObject({ code: 'not-found' });
    expect(advanceRead).not.toHaveBeenCalled();
  });

  it('counts for a person called constructor', async () => {
    const { mark, advanceRead } = world(messages(1, { recipient: 'constructor' }));

    await mark({ peer: 'constructor' });

    expect(advanceRead).toHaveBeenCalledExactlyOnceWith('alice', 'constructor', { readSeq: 1, readCount: 0 }, NOW);
  });
});
