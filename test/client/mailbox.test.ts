/** A mailbox from its beginning to its end. */

import { describe, expect, it } from 'vitest';
import { callsOf, world } from './devices.ts';

describe('a mailbox', () => {
  it('opens its socket, and then reads the inbox', async () => {
    const { cloud, device } = world();

    const alice = await device('alice');

    expect(alice.state.connection).toBe('ready');
    expect(cloud.sockets.size).toBe(1);
    expect(callsOf(cloud, 'GET', '/conversations')).toHaveLength(1);
  });

  it('reads fifty conversations of a long inbox, in one call', async () => {
    const { cloud, device } = world();
    for (let i = 0; i < 250; i++) await cloud.write(`friend-${i}`, 'alice', ['hello']);

    const alice = await device('alice');

    expect(alice.state.inbox).toHaveLength(50);
    expect(callsOf(cloud, 'GET', '/conversations').map(({ path }) => path)).toEqual(['/conversations?limit=50']);
  });

  it('leaves everything that a change does not concern the same object', async () => {
    const { device, time } = world();
    const alice = await device('alice');
    for (const peer of ['bob', 'carol']) {
      await alice.open(peer);
      alice.sendMessage(peer, 'one');
    }
    await time.settle();
    const before = alice.state;
    const rowOf = ({ inbox }: typeof before, peer: string) => inbox.find((row) => row.peer === peer);

    alice.sendMessage('bob', 'two');
    await time.settle();

    expect(rowOf(alice.state, 'carol')).toBe(rowOf(before, 'carol'));
    expect(alice.state.conversations['carol']).toBe(before.conversations['carol']);
    expect(alice.state.conversations['bob']?.rows[0]).toBe(before.conversations['bob']?.rows[0]);
    expect(rowOf(alice.state, 'bob')).not.toBe(rowOf(before, 'bob'));
  });

  it('leaves no timer and no socket behind when it is closed', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    alice.sendMessage('bob', 'hello');
    await time.settle();
    alice.markRead('bob', 1);

    alice.close();
    await time.settle();

    expect(time.pending()).toBe(0);
    expect(cloud.sockets.size).toBe(0);
    expect(alice.state.connection).toBe('offline');
  });

  it('closes when the session ends', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    cloud.fault = () => Response.json({ message: 'Unauthorized' }, { status: 401 });

    await alice.catchUp();
    await time.settle();

    expect(time.pending()).toBe(0);
    expect(cloud.sockets.size).toBe(0);
  });
});
