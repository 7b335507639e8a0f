import { describe, expect, it, vi } from 'vitest';
import type { Entry } from '#functions/core/entry.ts';
import {
  notifyOfEntries as notifyBy,
  notifyPeople,
  type Connection,
  type Connections,
  type Gateway,
} from '#functions/core/notify.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { logOf, message, messages } from '../support/entries.ts';

/** Sockets by name (`bob-1` is bob's), old enough to be open, and a gateway that posts to them. */
function office(...ids: readonly (string | Connection)[]) {
  const sockets = ids.map((id): Connection => (typeof id === 'string' ? socket(id) : id));
  const connections = {
    of: vi.fn<Connections['of']>(async (people) => sockets.filter(({ username }) => people.includes(username))),
    remove: vi.fn<Connections['remove']>().mockResolvedValue(undefined),
  };
  const gateway = { post: vi.fn<Gateway['post']>().mockResolvedValue('sent') };
  const clock = manualClock();
  const posts = () => gateway.post.mock.calls.map(([connectionId, frame]) => ({ connectionId, frame }));
  return { connections, gateway, clock, posts };
}

const socket = (connectionId: string, age = 60_000): Connection => ({
  connectionId,
  username: connectionId.split('-')[0] ?? '',
  session: 'session',
  connectedAt: NOW - age,
});

const entry = (details: Parameters<typeof message>[1] = {}): Entry[] => logOf(message('Hello', details));

const notifyOfEntries = (entries: readonly Entry[], notifier: ReturnType<typeof office>, deadline = Infinity) =>
  notifyBy(entries, notifier, deadline);

const told = (...ids: readonly string[]) => ({ type: 'messages', ids });

describe('new entries', () => {
  it('are announced to every socket of both people, by their ids alone', async () => {
    const notifier = office('bob-1', 'bob-2', 'alice-1', 'carol-1');

    const dropped = await notifyOfEntries(entry(), notifier);

    expect(dropped).toBe(0);
    expect(notifier.posts()).toEqual(
      ['bob-1', 'bob-2', 'alice-1'].map((connectionId) => ({ connectionId, frame: told('alice~bob.1') })),
    );
  });

  it('are announced in one frame for each socket, with all that concerns its person and nothing else', async () => {
    const notifier = office('alice-1', 'bob-1', 'carol-1');

    await notifyOfEntries([...messages(3), ...messages(1, { recipient: 'carol' })], notifier);

    expect(notifier.posts()).toEqual([
      { connectionId: 'alice-1', frame: told('alice~bob.1', 'alice~bob.2', 'alice~bob.3', 'alice~carol.1') },
      { connectionId: 'bob-1', frame: told('alice~bob.1', 'alice~bob.2', 'alice~bob.3') },
      { connectionId: 'carol-1', frame: told('alice~carol.1') },
    ]);
  });

  it('read the sockets of everybody involved once', async () => {
    const notifier = office();

    await notifyOfEntries(
      [...messages(3), ...messages(2, { recipient: 'carol' }), ...messages(1, { recipient: 'alice' })],
      notifier,
    );

    expect(notifier.connections.of).toHaveBeenCalledExactlyOnceWith(['alice', 'bob', 'carol']);
  });

  it('are not announced to the socket that sent them', async () => {
    const notifier = office('alice-1', 'alice-2', 'bob-1');

    await notifyOfEntries(entry({ origin: 'alice-1' }), notifier);

    expect(notifier.posts().map(({ connectionId }) => connectionId)).toEqual(['alice-2', 'bob-1']);
  });

  it('are announced to the recipient even where the sender claims the socket is their own', async () => {
    const notifier = office('alice-1', 'bob-1');

    await notifyOfEntries(entry({ origin: 'bob-1' }), notifier);

    expect(notifier.posts().map(({ connectionId }) => connectionId)).toEqual(['alice-1', 'bob-1']);
  });

  it('skip a socket only for what that socket sent', async () => {
    const notifier = office('alice-1');

    await notifyOfEntries(
      logOf(message('From here', { origin: 'alice-1' }), message('From elsewhere', { origin: 'alice-2' })),
      notifier,
    );

    expect(notifier.posts()).toEqual([{ connectionId: 'alice-1', frame: told('alice~bob.2') }]);
  });

  it('of notes to oneself are announced to the other devices', async () => {
    const notifier = office('alice-1', 'alice-2');

    await notifyOfEntries(entry({ recipient: 'alice', origin: 'alice-1' }), notifier);

    expect(notifier.posts()).toEqual([{ connectionId: 'alice-2', frame: told('alice~alice.1') }]);
  });
});

describe('a frame for several people', () => {
  const frame = { type: 'read' };

  it('reaches every socket but the one it comes from', async () => {
    const notifier = office('alice-1', 'alice-2', 'bob-1');

    await notifyPeople(['alice', 'bob', 'alice'], frame, { username: 'alice', connectionId: 'alice-1' }, notifier);

    expect(notifier.posts()).toEqual([
      { connectionId: 'alice-2', frame },
      { connectionId: 'bob-1', frame },
    ]);
    expect(notifier.connections.of).toHaveBeenCalledExactlyOnceWith(['alice', 'bob']);
  });

  it('can not be kept from the other person by naming their socket', async () => {
    const notifier = office('alice-1', 'bob-1');

    await notifyPeople(['alice', 'bob'], frame, { username: 'alice', connectionId: 'bob-1' }, notifier);

    expect(notifier.posts().map(({ connectionId }) => connectionId)).toEqual(['alice-1', 'bob-1']);
  });
});

describe('a socket that is gone', () => {
  it('is forgotten, and is no failure', async () => {
    const notifier = office('bob-1', 'bob-2');
    notifier.gateway.post.mockImplementation(async (connectionId) => (connectionId === 'bob-1' ? 'gone' : 'sent'));

    expect(await notifyOfEntries(entry(), notifier)).toBe(0);
    expect(notifier.connections.remove).toHaveBeenCalledExactlyOnceWith(socket('bob-1'));
    expect(notifier.gateway.post).toHaveBeenCalledTimes(2);
  });

  it('is kept while it is so young that it may just not be open yet', async () => {
    for (const [age, removals] of [
      [0, 0],
      [30_000, 0],
      [30_001, 1],
    ] as const) {
      const notifier = office(socket('bob-1', age));
      notifier.gateway.post.mockResolvedValue('gone');

      await notifyOfEntries(entry(), notifier);

      expect(notifier.connections.remove).toHaveBeenCalledTimes(removals);
    }
  });
});

describe('a post', () => {
  it('that is throttled is tried again, with longer waits', async () => {
    const notifier = office('bob-1');
    notifier.gateway.post
      .mockResolvedValueOnce('throttled')
      .mockResolvedValueOnce('throttled')
      .mockResolvedValueOnce('sent');

    expect(await notifyOfEntries(entry(), notifier)).toBe(0);
    expect(notifier.gateway.post).toHaveBeenCalledTimes(3);
    expect(notifier.clock.sleeps.map(Math.round)).toEqual([50, 100]);
  });

  it('that stays throttled is dropped and counted, and the other sockets are told', async () => {
    const notifier = office('bob-1', 'bob-2');
    notifier.gateway.post.mockImplementation(async (connectionId) => (connectionId === 'bob-1' ? 'throttled' : 'sent'));

    expect(await notifyOfEntries(entry(), notifier)).toBe(1);
    expect(notifier.posts().filter(({ connectionId }) => connectionId === 'bob-1')).toHaveLength(4);
    expect(notifier.posts().filter(({ connectionId }) => connectionId === 'bob-2')).toHaveLength(1);
  });

  it('that throws is tried again like one that is throttled', async () => {
    const notifier = office('bob-1');
    notifier.gateway.post.mockRejectedValueOnce(new Error('socket hang up')).mockResolvedValueOnce('sent');

    expect(await notifyOfEntries(entry(), notifier)).toBe(0);
    expect(notifier.gateway.post).toHaveBeenCalledTimes(2);
    expect(notifier.clock.sleeps).toHaveLength(1);
  });

  it('is not begun any more when its time is up, and is counted', async () => {
    const notifier = office('bob-1', ...Array.from({ length: 16 }, (_, i) => `alice-${i}`));
    notifier.gateway.post.mockImplementation(async () => {
      notifier.clock.time += 1_000;
      return 'throttled';
    });

    expect(await notifyOfEntries(entry(), notifier, NOW + 20_000)).toBe(17);
    expect(notifier.posts().length).toBeLessThanOrEqual(20);
  });

  it('is not prepared either when its time is up', async () => {
    const notifier = office('bob-1');

    expect(await notifyOfEntries(entry(), notifier, NOW)).toBe(1);
    expect(notifier.connections.of).not.toHaveBeenCalled();
  });

  it('is given up after three seconds while somebody waits for an answer', async () => {
    const notifier = office('bob-1');
    notifier.gateway.post.mockImplementation(async () => {
      notifier.clock.time += 2_000;
      throw new Error('Timeout');
    });

    expect(
      await notifyPeople(['bob'], { type: 'read' }, { username: 'alice', connectionId: undefined }, notifier),
    ).toBe(1);
    expect(notifier.gateway.post).toHaveBeenCalledTimes(2);
  });

  it('that always throws is counted, and harms nobody', async () => {
    const notifier = office(...Array.from({ length: 40 }, (_, i) => `bob-${i}`));
    notifier.gateway.post.mockImplementation(async (connectionId) => {
      if (connectionId.endsWith('7')) throw new Error('Forbidden');
      return 'sent';
    });

    expect(await notifyOfEntries(entry(), notifier)).toBe(4);
    expect(new Set(notifier.posts().map(({ connectionId }) => connectionId)).size).toBe(40);
  });

  it('whose socket could not be forgotten harms nobody either', async () => {
    const notifier = office('bob-1', 'bob-2');
    notifier.gateway.post.mockResolvedValue('gone');
    notifier.connections.remove.mockRejectedValueOnce(new Error('Throttled'));

    expect(await notifyOfEntries(entry(), notifier)).toBe(0);
    expect(notifier.connections.remove).toHaveBeenCalledTimes(2);
  });

  it('is one of a bounded number under way at once', async () => {
    const notifier = office(...Array.from({ length: 100 }, (_, i) => `bob-${i}`));
    let underWay = 0;
    let most = 0;
    notifier.gateway.post.mockImplementation(async () => {
      most = Math.max(most, ++underWay);
      await Promise.resolve();
      underWay--;
      return 'sent';
    });

    await notifyOfEntries(entry(), notifier);

    expect(notifier.posts()).toHaveLength(100);
    expect(most).toBe(16);
  });
});
