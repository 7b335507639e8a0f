/** What a socket watched before is forgotten, also where the write that says so was repeated. */

import { describe, expect, it } from 'vitest';
import { stopWatching, watchFeed } from '#functions/core/feed/watch.ts';

/** A socket that watches everything. Of a repeated write, the second answer says that nothing was replaced. */
function watching(isRepeated: boolean) {
  const stored = new Set(['all']);
  const services = {
    connections: { setWatched: async () => (isRepeated ? [] : ['all']) },
    watchers: {
      add: async (topic: string) => Boolean(stored.add(topic)),
      remove: async (topic: string) => void stored.delete(topic),
    },
  };
  const socket = { username: 'alice', connectionId: 'socket-1', connectedAt: 0, watched: ['all'] };
  return { services, socket, stored };
}

describe.each([
  ['once', false],
  ['twice, as the SDK does where an answer is lost', true],
])('a socket whose record is written %s', (_, isRepeated) => {
  it('is told of nothing once it stops', async () => {
    const { services, socket, stored } = watching(isRepeated);

    expect(await stopWatching(services, socket)).toEqual({ type: 'watching-stopped' });

    expect([...stored]).toEqual([]);
  });

  it('is told of its new area alone', async () => {
    const { services, socket, stored } = watching(isRepeated);

    await watchFeed(services, socket, { near: '38.714063,-9.130121', radius: 10 });

    expect(stored.size).toBeGreaterThan(0);
    expect(stored).not.toContain('all');
  });
});
