/** Entries that come with their announcement: what a device still downloads, and what it makes of late ones. */

import { describe, expect, it } from 'vitest';
import { shown, world } from './devices.ts';

const inlineWorld = () => {
  const there = world();
  there.cloud.inline = true;
  const readBy = (person: string) =>
    there.cloud.calls.filter((call) => call.person === person && call.method === 'GET').map(({ path }) => path);
  return { ...there, readBy };
};

describe('a mailbox to which an entry comes with its announcement', () => {
  it('shows it without downloading anything', async () => {
    const { cloud, device, time, readBy } = inlineWorld();
    const [alice, bob, phone] = [await device('alice'), await device('bob'), await device('alice')];
    await Promise.all([bob.open('alice'), phone.open('bob')]);
    cloud.calls.length = 0;

    alice.sendMessage('bob', 'hello');
    await time.settle();
    await alice.editMessage('bob', 'alice~bob.1', 'hello you');
    await time.settle();

    for (const [mailbox, peer] of [[bob, 'alice'] as const, [phone, 'bob'] as const])
      expect(shown(mailbox, peer)).toEqual(['hello you']);
    expect(readBy('bob')).toEqual([]);
    expect(bob.state.inbox).toMatchObject([{ peer: 'alice', lastSeq: 2, unread: 1 }]);
  });

  it('brings the inbox row of an unopened conversation forward by it', async () => {
    const { cloud, device, time, readBy } = inlineWorld();
    const [alice, bob] = [await device('alice'), await device('bob')];
    alice.sendMessage('bob', 'one');
    await time.settle();
    cloud.calls.length = 0;

    alice.sendMessage('bob', 'two');
    await time.settle();
    await alice.deleteMessage('bob', 'alice~bob.2');
    await time.settle();

    expect(bob.state.inbox).toMatchObject([{ lastSeq: 3, unread: 2, lastMessage: { deleted: 'sender' } }]);
    expect(readBy('bob')).toEqual([]);
  });

  it('downloads a reply, which needs what it quotes', async () => {
    const { cloud, device, time, readBy } = inlineWorld();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await bob.open('alice');
    alice.sendMessage('bob', 'tea?');
    await time.settle();
    cloud.calls.length = 0;

    alice.sendMessage('bob', 'or coffee?', { replyTo: 'alice~bob.1' });
    await time.settle();

    expect(readBy('bob')).toEqual(['/messages/alice~bob.2']);
    expect(bob.state.conversations['alice']?.rows.at(-1)).toMatchObject({ quote: { body: 'tea?' } });
  });

  it('downloads one that it cannot read', async () => {
    const { cloud, device, time, readBy } = inlineWorld();
    const bob = await device('bob');
    await bob.open('alice');
    cloud.delivering = false;
    await cloud.write('alice', 'bob', ['hello']);
    cloud.calls.length = 0;

    cloud.post({ type: 'messages', ids: ['alice~bob.1'], entries: [{ id: 'alice~bob.1', sender: 7 }] });
    await time.settle();

    expect(shown(bob, 'alice')).toEqual(['hello']);
    expect(readBy('bob')).toEqual(['/messages/alice~bob.1']);
  });

  it('shows no text of a message whose deletion it has heard of first', async () => {
    const { cloud, device, time } = inlineWorld();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await bob.open('alice');
    alice.sendMessage('bob', 'hello');
    await time.settle();
    cloud.delivering = false;
    alice.sendMessage('bob', 'a slip of the pen');
    await time.settle();
    const { body, ...rest } = alice.state.conversations['bob']?.rows[1] ?? { body: '' };
    await alice.deleteMessage('bob', 'alice~bob.2');
    await time.settle();
    cloud.delivering = true;

    const place = { sender: 'alice', timestamp: new Date(time.now()).toISOString(), recipient: 'bob' };
    const deletion = { ...place, id: 'alice~bob.3', seq: 3, kind: 'deletion', target: 'alice~bob.2', by: 'sender' };
    cloud.post({ type: 'messages', ids: ['alice~bob.3'], entries: [deletion] });
    await time.settle();
    const late = { ...place, id: 'alice~bob.2', seq: 2, kind: 'message', body };
    cloud.post({ type: 'messages', ids: ['alice~bob.2'], entries: [late] });
    await time.settle();

    expect(rest).toMatchObject({ id: 'alice~bob.2' });
    expect(shown(bob, 'alice')).toEqual(['hello', '']);
  });

  it('takes none that was not announced, nor one of a conversation of others', async () => {
    const { cloud, device, time } = inlineWorld();
    const bob = await device('bob');
    await bob.open('alice');
    const entry = { sender: 'alice', timestamp: new Date(time.now()).toISOString(), recipient: 'bob', seq: 1 };

    cloud.post({ type: 'messages', ids: [], entries: [{ ...entry, id: 'alice~bob.1', kind: 'message', body: 'boo' }] });
    cloud.post({
      type: 'messages',
      ids: ['alice~carol.1'],
      entries: [{ ...entry, id: 'alice~carol.1', kind: 'message', body: 'boo' }],
    });
    await time.settle();

    expect(shown(bob, 'alice')).toEqual([]);
    expect(bob.state.inbox).toEqual([]);
  });
});
