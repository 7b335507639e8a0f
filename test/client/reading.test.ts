/** Read positions: sent, and shown of the peer. */

import { describe, expect, it } from 'vitest';
import { callsOf, hold, pair, shown, world } from './devices.ts';

describe('read marks', () => {
  it('count as unread what the peer wrote after the position, on every device', async () => {
    const { device, time } = world();
    const [alice, bob, bobsPhone] = [await device('alice'), await device('bob'), await device('bob')];
    await bob.open('alice');
    for (const text of ['one', 'two', 'three']) alice.sendMessage('bob', text);
    await time.settle();

    bob.markRead('alice', 2);
    const atOnce = bob.state.inbox[0]?.unread;
    await time.advance(1_000);

    expect(atOnce).toBe(1);
    expect(bob.state.inbox).toMatchObject([{ unread: 1, readSeq: 2 }]);
    expect(bobsPhone.state.inbox).toMatchObject([{ unread: 1, readSeq: 2 }]);
  });

  it('only move forward, and are sent once for many', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    for (const text of ['one', 'two', 'three']) alice.sendMessage('bob', text);
    await bob.open('alice');
    await time.settle();

    for (const seq of [1, 3, 2]) bob.markRead('alice', seq);
    await time.advance(1_000);

    expect(bob.state.inbox).toMatchObject([{ unread: 0, readSeq: 3 }]);
    expect(callsOf(cloud, 'POST', '/conversations/alice/read').map(({ body }) => body)).toEqual(['{"seq":3}']);
  });

  it('are sent at once where the page is hidden, since it may be closed next', async () => {
    const { cloud, device, time } = world();
    await cloud.write('alice', 'bob', ['one', 'two', 'three']);
    const bob = await device('bob');
    await bob.open('alice');

    bob.markRead('alice', 2);
    cloud.show(false);
    await time.settle();
    const hidden = callsOf(cloud, 'POST', '/conversations/alice/read').map(({ body }) => body);
    await time.advance(1_000);

    expect(hidden).toEqual(['{"seq":2}']);
    expect(callsOf(cloud, 'POST', '/conversations/alice/read')).toHaveLength(1);
  });

  it('are sent at once where the page is hidden while the call before is under way', async () => {
    const { cloud, device, time } = world();
    await cloud.write('alice', 'bob', ['one', 'two', 'three']);
    const bob = await device('bob');
    await bob.open('alice');
    const { late, release } = hold();
    cloud.fault = ({ path }) => (path.endsWith('/read') ? { late } : undefined);
    bob.markRead('alice', 1);
    await time.advance(1_000);

    bob.markRead('alice', 3);
    cloud.show(false);
    await time.settle();

    expect(callsOf(cloud, 'POST', '/conversations/alice/read').map(({ body }) => body)).toEqual([
      '{"seq":1}',
      '{"seq":3}',
    ]);
    release();
  });

  it('replace the replica where the server has another log, and are not repeated', async () => {
    const { cloud, device, time } = world();
    await cloud.write('alice', 'bob', ['one', 'two', 'three']);
    const bob = await device('bob');
    await bob.open('alice');
    cloud.restore('alice~bob', 1);

    bob.markRead('alice', 3);
    await time.advance(1_000);
    const reloaded = shown(bob, 'alice');
    bob.markRead('alice', 1);
    await time.advance(1_000);

    expect(reloaded).toEqual(['one']);
    expect(callsOf(cloud, 'POST', '/conversations/alice/read').map(({ body }) => body)).toEqual([
      '{"seq":3}',
      '{"seq":1}',
    ]);
    expect(bob.state.inbox).toMatchObject([{ lastSeq: 1, readSeq: 1, unread: 0 }]);
  });

  it('are sent again after the network failed', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    alice.sendMessage('bob', 'one');
    await bob.open('alice');
    await time.settle();
    cloud.fault = ({ path }) => (path.endsWith('/read') ? 'request lost' : undefined);
    bob.markRead('alice', 1);
    await time.advance(5_000);

    cloud.fault = () => undefined;
    await time.advance(30_000);
    const elsewhere = await device('bob');

    expect(elsewhere.state.inbox).toMatchObject([{ unread: 0, readSeq: 1 }]);
  });
});

describe('a person who reads', () => {
  it('is seen by the peer to have read', async () => {
    const { bob, view, time } = await pair();
    expect(view()).toMatchObject({ readByPeer: 0 });

    bob.markRead('alice', 1);
    await time.advance(1_000);

    expect(view()).toMatchObject({ readByPeer: 1 });
  });

  it('is seen to have read by devices that open the conversation later, or were away', async () => {
    const { bob, cloud, device, view, time } = await pair();
    cloud.delivering = false;
    bob.markRead('alice', 1);
    await time.advance(1_000);
    expect(view()).toMatchObject({ readByPeer: 0 });

    const phone = await device('alice');
    await phone.open('bob');
    expect(phone.state.conversations['bob']).toMatchObject({ readByPeer: 1 });
    await time.advance(60_000);
    expect(view()).toMatchObject({ readByPeer: 1 });
  });
});
