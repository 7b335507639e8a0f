import { describe, expect, it, vi } from 'vitest';
import type { Connection } from '#functions/core/notify.ts';
import { endAllSessions, endSession, type SocketRegister } from '#functions/core/sessions.ts';
import { NOW, manualClock } from '../support/clock.ts';

const socket = (connectionId: string, age: number): Connection => ({
  username: 'alice',
  connectionId,
  session: 's',
  connectedAt: NOW - age,
});

/** Alice's sockets, of which the gateway does not find these, so many times. */
function given(sockets: readonly Connection[], notFound: Readonly<Record<string, number>> = {}) {
  const clock = manualClock();
  const missing = new Map(Object.entries(notFound));
  const closed: string[] = [];
  const forget = vi.fn<SocketRegister['forget']>().mockResolvedValue(undefined);
  const connections: SocketRegister = {
    of: async () => sockets,
    add: async () => sockets,
    forget,
    markSession: async () => sockets,
    markAll: async () => sockets,
    revoke: async () => undefined,
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
  return { clock, closed, forget, sockets: { connections, gateway, clock } };
}

describe('closing sockets', () => {
  it('tries again where a socket may just not be open yet', async () => {
    const { closed, forget, sockets } = given([socket('young', 1_000)], { young: 3 });

    await endSession(sockets, 'alice', 's');

    expect(closed).toEqual(['young']);
    expect(forget).toHaveBeenCalledExactlyOnceWith('alice', [socket('young', 1_000)]);
  });

  it('does not wait for one that is long gone, nor for ever', async () => {
    const { clock, closed, forget, sockets } = given([socket('old', 31_000), socket('never', 0)], {
      old: 100,
      never: 100,
    });

    await endSession(sockets, 'alice', 's');

    expect(closed).toEqual([]);
    expect(clock.sleeps.reduce((sum, duration) => sum + duration, 0)).toBeLessThan(2_000);
    expect(forget).toHaveBeenCalledOnce();
  });
});

describe('ending every session', () => {
  it('answers in the next second, so that the tokens of a sign-in that follows are told from those before', async () => {
    const { clock, sockets } = given([]);

    await endAllSessions({ accounts: { signOutEverywhere: async () => undefined }, sockets }, 'alice');

    expect(Math.floor(clock.time / 1000)).toBe(Math.floor(NOW / 1000) + 1);
  });

  it('closes the sockets before it ends the tokens with which a sign-out that failed half-way would be repeated', async () => {
    const { closed, sockets } = given([socket('open', 31_000)]);
    const closedBefore: string[] = [];

    await endAllSessions(
      { accounts: { signOutEverywhere: async () => void closedBefore.push(...closed) }, sockets },
      'alice',
    );

    expect(closedBefore).toEqual(['open']);
  });
});
