/** Receiving: what a device reads when an entry is announced, and how its inbox follows. */

import { describe, expect, it } from 'vitest';
import { knownRow } from '#client/inbox.ts';
import type { Entry } from '#contract/schemas.ts';
import { hold, shown, world } from './devices.ts';

describe('a mailbox to which an entry is announced', () => {
  it('downloads it by its id, and nothing else', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await bob.open('alice');
    cloud.calls.length = 0;

    alice.sendMessage('bob', 'hello');
    await time.settle();

    expect(shown(bob, 'alice')).toEqual(['hello']);
    expect(cloud.calls.filter(({ person }) => person === 'bob').map(({ path }) => path)).toEqual([
      '/messages/alice~bob.1',
    ]);
    expect(bob.state.inbox).toMatchObject([{ peer: 'alice', lastSeq: 1, unread: 1, lastMessage: { body: 'hello' } }]);
  });

  it('brings the inbox row of an unopened conversation forward, by ids alone', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    alice.sendMessage('bob', 'one');
    await time.settle();
    cloud.calls.length = 0;

    alice.sendMessage('bob', 'two');
    await time.settle();
    const received = bob.state.inbox;
    await alice.editMessage('bob', 'alice~bob.2', 'second');
    await time.settle();
    const edited = bob.state.inbox;
    await alice.deleteMessage('bob', 'alice~bob.2');
    await time.settle();

    expect(received).toMatchObject([{ lastSeq: 2, unread: 2, lastMessage: { body: 'two' } }]);
    expect(edited).toMatchObject([{ lastSeq: 3, unread: 2, lastMessage: { body: 'second' } }]);
    expect(bob.state.inbox).toMatchObject([{ lastSeq: 4, unread: 2, lastMessage: { deleted: 'sender' } }]);
    const asked = cloud.calls.filter(({ person }) => person === 'bob').map(({ path }) => path);
    expect(asked).toEqual(['/messages/alice~bob.2', '/messages/alice~bob.3', '/messages/alice~bob.4']);
  });

  it('reads the inbox row of an unopened conversation where an announcement is missing', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    alice.sendMessage('bob', 'one');
    await time.settle();
    cloud.delivering = false;
    alice.sendMessage('bob', 'two');
    await time.settle();
    cloud.delivering = true;
    cloud.calls.length = 0;

    alice.sendMessage('bob', 'three');
    await time.settle();

    expect(cloud.calls.filter(({ person }) => person === 'bob').map(({ path }) => path)).toEqual([
      '/conversations/alice',
    ]);
    expect(bob.state.inbox).toMatchObject([{ lastSeq: 3, unread: 3, lastMessage: { body: 'three' } }]);
  });

  it('keeps it when the server answers with an earlier row later', async () => {
    const { cloud, device, time } = world();
    const [alice, bob, phone] = [await device('alice'), await device('bob'), await device('bob')];
    alice.sendMessage('bob', 'one');
    await time.settle();
    await phone.open('alice');
    const { late, release } = hold();
    cloud.fault = ({ path }) => (path === '/conversations/alice' ? { late } : undefined);

    phone.markRead('alice', 1);
    await time.advance(3000);
    alice.sendMessage('bob', 'two');
    await time.settle();
    release();
    await time.settle();

    expect(bob.state.inbox).toMatchObject([{ lastSeq: 2, readSeq: 1, unread: 1, lastMessage: { body: 'two' } }]);
  });

  it('counts as read what comes late and was read elsewhere', () => {
    const row = { peer: 'bob', lastSeq: 5, readSeq: 6, unread: 0, muted: false, pinned: false, blocked: false };
    const message = (seq: number): Entry => ({
      kind: 'message',
      id: `alice~bob.${seq}`,
      seq,
      sender: 'bob',
      recipient: 'alice',
      timestamp: '2026-01-01T00:00:00.000Z',
      body: 'x',
    });

    expect(knownRow(row, 1, [message(6), message(7)]).row).toMatchObject({ lastSeq: 7, unread: 1 });
  });

  it('reads the inbox row of a conversation that begins', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await alice.open('bob');
    cloud.calls.length = 0;

    alice.sendMessage('bob', 'hello');
    await time.settle();

    expect(cloud.calls.filter(({ person }) => person === 'bob').map(({ path }) => path)).toEqual([
      '/conversations/alice',
    ]);
    expect(bob.state.inbox).toMatchObject([{ peer: 'alice', unread: 1 }]);
    expect(bob.state.conversations).not.toHaveProperty('alice');
  });

  it('reads the log from its gap-free end when the id shows a gap', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await bob.open('alice');
    cloud.delivering = false;
    alice.sendMessage('bob', 'one');
    await time.settle();
    cloud.delivering = true;
    cloud.calls.length = 0;

    alice.sendMessage('bob', 'two');
    await time.settle();

    expect(shown(bob, 'alice')).toEqual(['one', 'two']);
    expect(bob.state.conversations['alice']?.through).toBe(2);
    expect(cloud.calls.filter(({ person }) => person === 'bob').map(({ path }) => path)).toEqual([
      '/conversations/alice/log?after=0&limit=200',
    ]);
  });

  it('keeps it when an earlier page of the inbox arrives later', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    alice.sendMessage('bob', 'hello');
    await time.settle();
    const { late, release } = hold();
    cloud.fault = ({ path }) => (path.startsWith('/conversations?') ? { late } : undefined);

    const catchingUp = bob.catchUp();
    await time.settle();
    alice.sendMessage('bob', 'are you there?');
    await time.settle();
    release();
    await catchingUp;

    expect(bob.state.inbox).toMatchObject([{ peer: 'alice', unread: 2, lastMessage: { body: 'are you there?' } }]);
  });
});
