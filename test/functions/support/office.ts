/** Sockets to post to, for tests of notices. */

import { vi } from 'vitest';
import type { Connection } from '#functions/core/connection.ts';
import type { Connections, Gateway } from '#functions/core/ports.ts';
import { NOW, manualClock } from './clock.ts';

/** Sockets by name (`bob-1` is bob's), old enough to be open, and a gateway that posts to them. */
export function office(...ids: readonly (string | Connection)[]) {
  const sockets = ids.map((id): Connection => (typeof id === 'string' ? socket(id) : id));
  const connections = {
    list: vi.fn<Connections['list']>(async (people) => sockets.filter(({ username }) => people.includes(username))),
    remove: vi.fn<Connections['remove']>().mockResolvedValue(undefined),
  };
  const gateway = { post: vi.fn<Gateway['post']>().mockResolvedValue('sent') };
  const clock = manualClock();
  const posts = () => gateway.post.mock.calls.map(([connectionId, frame]) => ({ connectionId, frame }));
  return { connections, gateway, clock, posts };
}

export const socket = (connectionId: string, age = 60_000): Connection => ({
  connectionId,
  username: connectionId.split('-')[0] ?? '',
  session: 'session',
  connectedAt: NOW - age,
});
