/** How many sockets a person has: the rule alone, with sockets that are open, opening, or cannot be closed. */

import { describe, expect, it } from 'vitest';
import type { Connection } from '#functions/core/connection.ts';
import { SOCKETS_MAX, openSocket } from '#functions/core/sessions.ts';
import { NOW, manualClock } from '../support/clock.ts';

type State = 'open' | 'opening' | 'failing';

/** A person's sockets, in a table whose updates come one after the other, as DynamoDB's of one item do. */
function given(states: readonly State[] = []) {
  const clock = manualClock();
  const state = new Map<string, State>();
  const rows = new Map<string, Connection>();
  const socket = (connectionId: string, connectedAt: number): Connection => ({
    username: 'alice',
    connectionId,
    session: 's',
    connectedAt,
  });
  states.forEach((each, i) => {
    state.set(`old${i}`, each);
    rows.set(`old${i}`, socket(`old${i}`, NOW - 1000 + i));
  });
  const services = {
    clock,
    connections: {
      add: async (connection: Connection) => [...rows.set(connection.connectionId, connection).values()],
      remove: async (_: string, ids: readonly string[]) => ids.forEach((id) => rows.delete(id)),
      markEnded: async () => [],
      markAllEnded: async () => [],
      revoke: async () => undefined,
      isRevoked: async () => false,
    },
    finder: {
      async isGone(connectionId: string): Promise<boolean> {
        if (state.get(connectionId) === 'failing') throw new Error('The gateway fails.');
        return state.get(connectionId) !== 'open';
      },
    },
    gateway: {
      async close(connectionId: string): Promise<'closed' | 'gone'> {
        if (state.get(connectionId) === 'failing') throw new Error('The gateway fails.');
        if (state.get(connectionId) !== 'open') return 'gone';
        state.delete(connectionId);
        return 'closed';
      },
    },
  };
  return { clock, rows, dial: (id: string, at = NOW) => openSocket(services, socket(id, at), NOW) };
}

describe('sockets that closed without a word', () => {
  it('are forgotten when their person dials again, and only they', async () => {
    const { clock, rows, dial } = given(['opening', 'open', 'failing']);
    clock.time += 60_000;

    expect(await dial('new', NOW + 60_000)).toBe('open');

    expect([...rows.keys()]).toEqual(['old1', 'old2', 'new']);
  });

  it('are kept while they may still be opening', async () => {
    const { rows, dial } = given(['opening']);

    expect(await dial('new')).toBe('open');

    expect([...rows.keys()]).toEqual(['old0', 'new']);
  });
});

const many = (length: number, each: State): State[] => Array.from({ length }, () => each);

describe('one socket more than a person may have', () => {
  it('closes the oldest, which loses its row', async () => {
    const { rows, dial } = given(many(SOCKETS_MAX, 'open'));

    expect(await dial('new')).toBe('open');

    expect(rows.has('old0')).toBe(false);
    expect([...rows.keys()]).toHaveLength(SOCKETS_MAX);
  });

  it('never closes itself, though its clock says that it is the oldest', async () => {
    const { rows, dial } = given(many(SOCKETS_MAX, 'open'));

    expect(await dial('new', NOW - 60_000)).toBe('open');

    expect(rows.has('new')).toBe(true);
  });

  it('is refused where the oldest is only opening, which keeps its row', async () => {
    const { rows, dial } = given(['opening', ...many(SOCKETS_MAX - 1, 'open')]);

    expect(await dial('new')).toBe('full');

    expect(rows.has('old0')).toBe(true);
    expect(rows.has('new')).toBe(false);
  });

  it('opens where closing the oldest fails, which keeps its row', async () => {
    const { rows, dial } = given(['failing', ...many(SOCKETS_MAX - 1, 'open')]);

    expect(await dial('new')).toBe('open');

    expect(rows.has('old0')).toBe(true);
    expect(rows.has('new')).toBe(true);
  });

  it('takes the place of rows whose sockets are long gone', async () => {
    const { clock, rows, dial } = given(many(SOCKETS_MAX, 'opening'));

    clock.time += 60_000;

    expect(await dial('new', NOW + 60_000)).toBe('open');
    expect([...rows.keys()]).toEqual(['new']);
  });
});

describe('thirty sockets that dial at once', () => {
  it('leave ten rows, and each that may open has one', async () => {
    const { rows, dial } = given();

    const ids = Array.from({ length: 30 }, (_, i) => `s${i}`);
    const outcomes = await Promise.all(ids.map((id) => dial(id)));
    const mayOpen = ids.filter((_, i) => outcomes[i] === 'open');

    expect(mayOpen).toHaveLength(SOCKETS_MAX);
    expect([...rows.keys()]).toEqual(mayOpen);
  });
});
