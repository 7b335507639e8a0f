/** Posting frames: which sockets, how often, how long. */

import { describe, expect, it } from 'vitest';
import type { Entry } from '#functions/core/entry.ts';
import { announceEntries, notifyPeople } from '#functions/core/notify.ts';
import { NOW } from '../support/clock.ts';
import { logOf, message, messages } from '../support/entries.ts';
import { office, socket } from '../support/office.ts';

const entry = (details: Parameters<typeof message>[1] = {}): Entry[] => logOf(message('Hello', details));

const announce = (entries: readonly Entry[], services: ReturnType<typeof office>, deadline = Infinity) =>
  announceEntries(entries, services, deadline);

const told = (...ids: readonly string[]) => ({ type: 'messages', ids });

describe('new entries', () => {
  it('are announced to every socket of both people, by their ids alone', async () => {
    const services = office('bob-1', 'bob-2', 'alice-1', 'carol-1');

    const dropped = await announce(entry(), services);

    expect(dropped).toBe(0);
    expect(services.posts()).toEqual(
      ['bob-1', 'bob-2', 'alice-1'].map((connectionId) => ({ connectionId, frame: told('alice~bob.1') })),
    );
  });

  it('are announced in one frame per socket, with everything that concerns its person and nothing else', async () => {
    const services = office('alice-1', 'bob-1', 'carol-1');

    await announce([...messages(3), ...messages(1, { recipient: 'carol' })], services);

    expect(services.posts()).toEqual([
      { connectionId: 'alice-1', frame: told('alice~bob.1', 'alice~bob.2', 'alice~bob.3', 'alice~carol.1') },
      { connectionId: 'bob-1', frame: told('alice~bob.1', 'alice~bob.2', 'alice~bob.3') },
      { connectionId: 'carol-1', frame: told('alice~carol.1') },
    ]);
  });

  it('read the sockets of everyone involved once', async () => {
    const services = office();

    await announce(
      [...messages(3), ...messages(2, { recipient: 'carol' }), ...messages(1, { recipient: 'alice' })],
      services,
    );

    expect(services.connections.list).toHaveBeenCalledExactlyOnceWith(['alice', 'bob', 'carol']);
  });

  it('are not announced to the socket that sent them', async () => {
    const services = office('alice-1', 'alice-2', 'bob-1');

    await announce(entry({ origin: 'alice-1' }), services);

    expect(services.posts().map(({ connectionId }) => connectionId)).toEqual(['alice-2', 'bob-1']);
  });

  it('are announced to the recipient even if the sender claims the socket as their own', async () => {
    const services = office('alice-1', 'bob-1');

    await announce(entry({ origin: 'bob-1' }), services);

    expect(services.posts().map(({ connectionId }) => connectionId)).toEqual(['alice-1', 'bob-1']);
  });

  it('skip a socket only for the entries it sent', async () => {
    const services = office('alice-1');

    await announce(
      logOf(message('From here', { origin: 'alice-1' }), message('From elsewhere', { origin: 'alice-2' })),
      services,
    );

    expect(services.posts()).toEqual([{ connectionId: 'alice-1', frame: told('alice~bob.2') }]);
  });

  it('in notes to oneself are announced to the other devices', async () => {
    const services = office('alice-1', 'alice-2');

    await announce(entry({ recipient: 'alice', origin: 'alice-1' }), services);

    expect(services.posts()).toEqual([{ connectionId: 'alice-2', frame: told('alice~alice.1') }]);
  });
});

describe('a frame for several people', () => {
  const frame = { type: 'read' };

  it('reaches every socket except its origin', async () => {
    const services = office('alice-1', 'alice-2', 'bob-1');

    await notifyPeople(['alice', 'bob', 'alice'], frame, { username: 'alice', connectionId: 'alice-1' }, services);

    expect(services.posts()).toEqual([
      { connectionId: 'alice-2', frame },
      { connectionId: 'bob-1', frame },
    ]);
    expect(services.connections.list).toHaveBeenCalledExactlyOnceWith(['alice', 'bob']);
  });

  it('cannot be kept from the other person by naming their socket', async () => {
    const services = office('alice-1', 'bob-1');

    await notifyPeople(['alice', 'bob'], frame, { username: 'alice', connectionId: 'bob-1' }, services);

    expect(services.posts().map(({ connectionId }) => connectionId)).toEqual(['alice-1', 'bob-1']);
  });
});

describe('a socket that is gone', () => {
  it('is removed, and is not a failure', async () => {
    const services = office('bob-1', 'bob-2');
    services.gateway.post.mockImplementation(async (connectionId) => (connectionId === 'bob-1' ? 'gone' : 'sent'));

    expect(await announce(entry(), services)).toBe(0);
    expect(services.connections.remove).toHaveBeenCalledExactlyOnceWith('bob', ['bob-1']);
    expect(services.gateway.post).toHaveBeenCalledTimes(2);
  });

  it('is kept while it may not be open yet', async () => {
    for (const [age, removals] of [
      [0, 0],
      [30_000, 0],
      [30_001, 1],
    ] as const) {
      const services = office(socket('bob-1', age));
      services.gateway.post.mockResolvedValue('gone');

      await announce(entry(), services);

      expect(services.connections.remove).toHaveBeenCalledTimes(removals);
    }
  });
});

describe('a post', () => {
  it('that is throttled is retried, with longer waits', async () => {
    const services = office('bob-1');
    services.gateway.post
      .mockResolvedValueOnce('throttled')
      .mockResolvedValueOnce('throttled')
      .mockResolvedValueOnce('sent');

    expect(await announce(entry(), services)).toBe(0);
    expect(services.gateway.post).toHaveBeenCalledTimes(3);
    expect(services.clock.sleeps.map(Math.round)).toEqual([50, 100]);
  });

  it('that stays throttled is dropped and counted, and the other sockets are notified', async () => {
    const services = office('bob-1', 'bob-2');
    services.gateway.post.mockImplementation(async (connectionId) => (connectionId === 'bob-1' ? 'throttled' : 'sent'));

    expect(await announce(entry(), services)).toBe(1);
    expect(services.posts().filter(({ connectionId }) => connectionId === 'bob-1')).toHaveLength(4);
    expect(services.posts().filter(({ connectionId }) => connectionId === 'bob-2')).toHaveLength(1);
  });

  it('that throws is retried like one that is throttled', async () => {
    const services = office('bob-1');
    services.gateway.post.mockRejectedValueOnce(new Error('socket hang up')).mockResolvedValueOnce('sent');

    expect(await announce(entry(), services)).toBe(0);
    expect(services.gateway.post).toHaveBeenCalledTimes(2);
    expect(services.clock.sleeps).toHaveLength(1);
  });

  it('is not begun after the deadline, and is counted', async () => {
    const services = office('bob-1', ...Array.from({ length: 16 }, (_, i) => `alice-${i}`));
    services.gateway.post.mockImplementation(async () => {
      services.clock.time += 1_000;
      return 'throttled';
    });

    expect(await announce(entry(), services, NOW + 20_000)).toBe(17);
    expect(services.posts().length).toBeLessThanOrEqual(20);
  });

  it('is not prepared after the deadline, either', async () => {
    const services = office('bob-1');

    expect(await announce(entry(), services, NOW)).toBe(1);
    expect(services.connections.list).not.toHaveBeenCalled();
  });

  it('is given up after three seconds while a client waits for its answer', async () => {
    const services = office('bob-1');
    services.gateway.post.mockImplementation(async () => {
      services.clock.time += 2_000;
      throw new Error('Timeout');
    });

    expect(
      await notifyPeople(['bob'], { type: 'read' }, { username: 'alice', connectionId: undefined }, services),
    ).toBe(1);
    expect(services.gateway.post).toHaveBeenCalledTimes(2);
  });

  it('that always throws is counted, and affects nobody else', async () => {
    const services = office(...Array.from({ length: 40 }, (_, i) => `bob-${i}`));
    services.gateway.post.mockImplementation(async (connectionId) => {
      if (connectionId.endsWith('7')) throw new Error('Forbidden');
      return 'sent';
    });

    expect(await announce(entry(), services)).toBe(4);
    expect(new Set(services.posts().map(({ connectionId }) => connectionId)).size).toBe(40);
  });

  it('whose socket could not be removed affects nobody else, either', async () => {
    const services = office('bob-1', 'bob-2');
    services.gateway.post.mockResolvedValue('gone');
    services.connections.remove.mockRejectedValueOnce(new Error('Throttled'));

    expect(await announce(entry(), services)).toBe(0);
    expect(services.connections.remove).toHaveBeenCalledTimes(2);
  });

  it('is one of a limited number at once', async () => {
    const services = office(...Array.from({ length: 100 }, (_, i) => `bob-${i}`));
    let underWay = 0;
    let most = 0;
    services.gateway.post.mockImplementation(async () => {
      most = Math.max(most, ++underWay);
      await Promise.resolve();
      underWay--;
      return 'sent';
    });

    await announce(entry(), services);

    expect(services.posts()).toHaveLength(100);
    expect(most).toBe(16);
  });
});
