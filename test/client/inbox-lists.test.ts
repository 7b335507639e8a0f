/** An inbox of any size: what a device reads of it, and what it knows all the same. */

import { describe, expect, it } from 'vitest';
import { rowsOf } from '#client/inbox-lists.ts';
import type { Mailbox } from '#client/mailbox.ts';
import { callsOf, hold, noNetwork, shown, world } from './devices.ts';

const peerOf = (index: number): string => `peer-${String(index).padStart(3, '0')}`;

/** Alice has so many conversations: that with the last peer is the newest. Each peer has written one message. */
async function given(count: number) {
  const here = world();
  const { cloud, device, time } = here;
  for (let index = 0; index < count; index++) {
    await cloud.write(peerOf(index), 'alice', [`from ${index}`]);
    await time.advance(1);
  }
  const alice = await device('alice');
  return { ...here, alice };
}

const listed = (mailbox: Mailbox, name: Parameters<typeof rowsOf>[1] = 'conversations') =>
  rowsOf(mailbox.state, name).map(({ peer }) => peer);
const newest = (from: number, count: number) => Array.from({ length: count }, (_, index) => peerOf(from - index));

describe('an inbox', () => {
  it('is read by pages of fifty, and counted as a whole', async () => {
    const { alice, cloud } = await given(120);
    expect(listed(alice)).toEqual(newest(119, 50));
    expect(alice.state).toMatchObject({ totals: { unread: 120 }, lists: { conversations: { hasMore: true } } });

    await alice.loadMoreInbox('conversations');
    expect(listed(alice)).toEqual(newest(119, 100));
    await alice.loadMoreInbox('conversations');

    expect(listed(alice)).toEqual(newest(119, 120));
    expect(alice.state).toMatchObject({ totals: { unread: 120 }, lists: { conversations: { hasMore: false } } });
    expect(callsOf(cloud, 'GET', '/conversations?').map(({ path }) => path.slice(0, 23))).toHaveLength(3);
  });

  it('says who is online, a minute late at most', async () => {
    const { alice, device, time } = await given(2);
    const online = () => alice.state.inbox.map((row) => [row.peer, row.online]);
    expect(online()).toEqual([
      [peerOf(1), undefined],
      [peerOf(0), undefined],
    ]);

    const other = await device(peerOf(0));
    await time.advance(60_000);

    expect(online()).toEqual([
      [peerOf(1), undefined],
      [peerOf(0), true],
    ]);
    other.close();
    await time.advance(60_000);
    expect(online().at(1)).toEqual([peerOf(0), undefined]);
  });

  it('shows a conversation beyond what is loaded as soon as something is written there, and counts it', async () => {
    const { alice, cloud, time } = await given(60);

    await cloud.write(peerOf(0), 'alice', ['are you there?']);
    await time.settle();

    expect(listed(alice)).toEqual([peerOf(0), ...newest(59, 50)]);
    expect(alice.state.inbox[0]).toMatchObject({ peer: peerOf(0), unread: 2 });
    expect(alice.state.totals.unread).toBe(61);
  });

  it('keeps one that was opened beyond what is loaded out of the list, and knows where it was read', async () => {
    const { alice, time } = await given(60);

    await alice.open(peerOf(0));
    expect(alice.state.inbox.find(({ peer }) => peer === peerOf(0))).toMatchObject({ unread: 1, readSeq: 0 });
    alice.markRead(peerOf(0), 1);
    await time.advance(1_000);

    expect(listed(alice)).toEqual(newest(59, 50));
    expect(alice.state.totals.unread).toBe(59);
    await alice.loadMoreInbox('conversations');
    expect(listed(alice)).toEqual(newest(59, 60));
    expect(alice.state.totals.unread).toBe(59);
  });

  it('is read again as far as it was read, with what happened on another device meanwhile', async () => {
    const { alice, cloud, device, time } = await given(120);
    await alice.loadMoreInbox('conversations');
    const phone = await device('alice');
    cloud.delivering = false;
    phone.markRead(peerOf(119), 1);
    await phone.updateConversation(peerOf(80), { archivedThrough: 1 });
    await phone.updateConversation(peerOf(5), { pinned: true });
    await cloud.write(peerOf(7), 'alice', ['hello']);
    await time.advance(1_000);

    await alice.catchUp();

    const expected = [peerOf(5), peerOf(7), ...newest(119, 100).filter((peer) => peer !== peerOf(80))];
    expect(listed(alice)).toEqual(expected.slice(0, 100));
    expect(alice.state.inbox.find(({ peer }) => peer === peerOf(119))?.unread).toBe(0);
    expect(alice.state.totals.unread).toBe(119);
    expect(rowsOf(alice.state, 'archived').map(({ peer }) => peer)).toEqual([peerOf(80)]);
  });

  it('finds what was archived on another device by one call, however much that is', async () => {
    const { alice, cloud, device } = await given(60);
    const phone = await device('alice');
    cloud.delivering = false;
    for (let index = 20; index < 40; index++) await phone.updateConversation(peerOf(index), { archivedThrough: 1 });
    cloud.calls.length = 0;

    await alice.catchUp();

    expect(callsOf(cloud, 'GET', '/conversations/')).toEqual([]);
    expect(callsOf(cloud, 'GET', '/conversations?').filter(({ path }) => path.includes('archived'))).toHaveLength(1);
    expect(rowsOf(alice.state, 'archived').map(({ peer }) => peer)).toEqual(newest(39, 20));
    expect(listed(alice)).toEqual([...newest(59, 20), ...newest(19, 20)]);
  });

  it('reads no more than four conversations by themselves in one catch-up, and the others in the next', async () => {
    const { alice, cloud, device } = await given(65);
    const phone = await device('alice');
    for (let index = 0; index < 6; index++) await phone.updateConversation(peerOf(index), { pinned: true });
    await alice.catchUp();
    cloud.delivering = false;
    for (let index = 0; index < 6; index++) await phone.updateConversation(peerOf(index), { pinned: false });
    cloud.calls.length = 0;

    await alice.catchUp();
    expect(callsOf(cloud, 'GET', '/conversations/')).toHaveLength(4);
    await alice.catchUp();

    expect(callsOf(cloud, 'GET', '/conversations/')).toHaveLength(6);
    expect(listed(alice)).toEqual(newest(64, 50));
  });

  it('orders conversations of the same millisecond as the server does', async () => {
    const { cloud, device } = world();
    const served: string[] = [];
    cloud.answered = (body) => {
      const { items = [] } = body as { items?: readonly { readonly peer: string }[] };
      served.push(...items.map(({ peer }) => peer));
      return body;
    };
    for (const peer of ['bob', 'dora', 'carol']) await cloud.write(peer, 'alice', ['hello']);

    const alice = await device('alice');

    expect(served).toHaveLength(3);
    expect(listed(alice)).toEqual(served);
  });

  it('ends where it ended before if a page is empty and more follow', async () => {
    const { alice, cloud } = await given(110);
    await alice.open(peerOf(0));
    cloud.answered = (body) => ({ ...(body as object), items: [] });

    await alice.loadMoreInbox('conversations');

    expect(alice.state.lists.conversations.hasMore).toBe(true);
    expect(listed(alice)).toEqual(newest(109, 50));
  });

  it.each([
    { visible: true, seconds: 10 },
    { visible: false, seconds: 60 },
  ])('is counted anew at most once in $seconds s where somebody may see it: $visible', async ({ visible, seconds }) => {
    const { alice, cloud, time } = await given(60);
    const counts = () => callsOf(cloud, 'GET', '/conversations?limit=1').length;
    if (!visible) cloud.show(false);

    for (let index = 0; index < 4; index++) {
      await cloud.write(peerOf(index), 'alice', ['are you there?']);
      await time.settle();
    }
    expect(counts()).toBe(1);
    await time.advance(seconds * 1000 - 1);
    expect(counts()).toBe(1);
    await time.advance(1);

    expect(counts()).toBe(2);
    expect(alice.state.totals.unread).toBe(64);
  });

  it('counts a message that comes while it is counted once', async () => {
    const { alice, cloud, time } = await given(60);
    const { late, release } = hold();
    let held = false;
    cloud.fault = ({ path }) => (path === '/conversations?limit=1' && !held ? ((held = true), { late }) : undefined);

    await cloud.write(peerOf(0), 'alice', ['one']);
    await time.settle();
    await cloud.write(peerOf(59), 'alice', ['two']);
    await time.settle();
    release();
    await time.settle();

    expect(alice.state.totals.unread).toBe(62);
  });

  it('is current in conversations beyond what is loaded: at once where somebody looks, else when they do', async () => {
    const { alice, cloud, device, time } = await given(60);
    await alice.open(peerOf(1));
    alice.leave(peerOf(1));
    await alice.open(peerOf(0));
    cloud.delivering = false;
    for (const peer of [peerOf(0), peerOf(1)])
      await (await device(peer)).editMessage('alice', `alice~${peer}.1`, 'changed');
    await time.settle();

    await alice.catchUp();
    expect([shown(alice, peerOf(0)), shown(alice, peerOf(1))]).toEqual([['changed'], ['from 1']]);
    await alice.open(peerOf(1));
    await time.settle();

    expect(shown(alice, peerOf(1))).toEqual(['changed']);
  });
});

describe('a list of the inbox', () => {
  it('is read while somebody looks at it, and again at each catch-up', async () => {
    const { alice, cloud, time } = await given(60);
    await alice.updateConversation(peerOf(3), { archivedThrough: 1 });
    await alice.updateConversation(peerOf(4), { archivedThrough: 1 });

    const stop = alice.watchInbox('archived');
    await time.settle();
    expect(listed(alice, 'archived')).toEqual([peerOf(4), peerOf(3)]);
    cloud.calls.length = 0;
    await alice.catchUp();
    expect(callsOf(cloud, 'GET', '/conversations?limit=50&show=archived')).toHaveLength(1);
    stop();
    await alice.catchUp();

    expect(callsOf(cloud, 'GET', '/conversations?limit=50&show=archived')).toHaveLength(1);
    expect(alice.state.lists.archived.loaded).toBe(false);
  });

  it('is not loaded where nobody waited for it, and is read once somebody looks at it again', async () => {
    const { alice, cloud, time } = await given(2);
    const reads = () => callsOf(cloud, 'GET', '/conversations?limit=50&show=archived').length;

    alice.watchInbox('archived')();
    await time.settle();
    expect(alice.state.lists.archived).toEqual({ loaded: false, loading: false, hasMore: false });
    alice.watchInbox('archived');
    await time.settle();

    expect(reads()).toBe(2);
    expect(alice.state.lists.archived.loaded).toBe(true);
  });

  it('of what is unread has nothing else, and is paged', async () => {
    const { alice, time } = await given(120);
    for (let index = 0; index < 50; index++) alice.markRead(peerOf(119 - index), 1);
    await time.advance(1_000);

    alice.watchInbox('unread');
    await time.settle();
    expect(listed(alice, 'unread')).toEqual(newest(69, 50));
    await alice.loadMoreInbox('unread');

    expect(listed(alice, 'unread')).toEqual(newest(69, 70));
    expect(alice.state.totals.unread).toBe(70);
  });

  it('says why it could not be read, and is read once there is a network', async () => {
    const { alice, cloud, time } = await given(60);
    cloud.fault = noNetwork;

    await alice.loadMoreInbox('conversations');
    expect(alice.state.lists.conversations.error).toBeDefined();
    expect(listed(alice)).toHaveLength(50);
    cloud.fault = () => undefined;
    await time.advance(5_000);
    expect(alice.state.lists.conversations.error).toBeUndefined();
    await alice.loadMoreInbox('conversations');

    expect(listed(alice)).toHaveLength(60);
  });
});
