/** Ending sessions: closing sockets that may not be open yet, and the order of steps. */

import { describe, expect, it, vi } from 'vitest';
import type { Connection } from '#functions/core/connection.ts';
import type { Connections } from '#functions/core/ports.ts';
import { endAllSessions, endSession } from '#functions/core/sessions.ts';
import { NOW, manualClock } from '../support/clock.ts';

const socket = (connectionId: string, age: number): Connection => ({
  username: 'alice',
  connectionId,
  session: 's',
  connectedAt: NOW - age,
});

/** Alice's sockets. @param notFound how often the gateway does not find a socket */
function given(sockets: readonly Connection[], notFound: Readonly<Record<string, number>> = {}) {
  const clock = manualClock();
  const missing = new Map(Object.entries(notFound));
  const closed: string[] = [];
  const remove = vi.fn<Connections['remove']>().mockResolvedValue(undefined);
  const connections: Connections = {
    list: async () => sockets,
    add: async () => sockets,
    remove,
    markEnded: async () => sockets,
    markAllEnded: async () => sockets,
    revoke: async () => undefined,
    isEnded: async () => false,
    markSecondFactor: async () => undefined,
    hasSecondFactor: async () => false,
    isRevoked: async () => false,
  };
  const gateway = {
    async close(connectionId: string): Promise<'closed' | 'gone'> {
      const times = missing.get(connectionId) ?? 0;
      missing.set(connectionId, times - 1);
      if (times > 0) return 'gone';
      closed.push(connectionId);
      return 'closed';
    },
  };
  return { closed, remove, services: { connections, gateway, clock } };
}

describe('closing sockets', () => {
  it('retries where a socket may not be open yet', async () => {
    const { closed, remove, services } = given([socket('young', 1_000)], { young: 3 });

    await endSession(services, 'alice', 's');

    expect(closed).toEqual(['young']);
    expect(remove).toHaveBeenCalledExactlyOnceWith('alice', ['young']);
  });

  it('does not wait for one that is long gone, and not forever', async () => {
    const { closed, remove, services } = given([socket('old', 31_000), socket('never', 0)], {
      old: 100,
      never: 100,
    });

    await endSession(services, 'alice', 's');

    expect(closed).toEqual([]);
    expect(services.clock.sleeps.reduce((sum, duration) => sum + duration, 0)).toBeLessThan(2_000);
    expect(remove).toHaveBeenCalledOnce();
  });
});

describe('ending every session', () => {
  it('returns in the next second, so that tokens of a later sign-in can be told apart', async () => {
    const { services } = given([]);

    await endAllSessions({ ...services, accounts: { signOutEverywhere: async () => undefined } }, 'alice');

    expect(Math.floor(services.clock.time / 1000)).toBe(Math.floor(NOW / 1000) + 1);
  });
});
