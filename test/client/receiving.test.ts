import { describe, expect, it } from 'vitest';
import { knownRow } from '#client/inbox.ts';
import type { Mailbox } from '#client/mailbox.ts';
import type { Entry } from '#contract/schemas.ts';
import { callsOf, hold, shown, world } from './devices.ts';

describe('a mailbox', () => {
  it('opens its socket, and then reads the inbox', async () => {
    const { cloud, device } = world();

    const alice = await device('alice');

    expect(alice.state.connection).toBe('ready');
    expect(cloud.sockets.size).toBe(1);
    expect(callsOf(cloud, 'GET', '/conversations')).toHaveLength(1);
  });

  it('reads a long inbox by one call', async () => {
    const { cloud, device } = world();
    for (let i = 0; i < 250; i++) await cloud.write(`friend-${i}`, 'alice', ['hello']);

    const alice = await device('alice');

    expect(alice.state.inbox).toHaveLength(250);
    expect(callsOf(cloud, 'GET', '/conversations').map(({ path }) => path)).toEqual(['/conversations?limit=1000']);
  });

  it('downloads a message it is told of by its id, and nothing else', async () => {
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

  it('brings the row of a conversation that is not open forward by what it is told of, by ids alone', async () => {
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

  it('asks for the row of a conversation that is not open where it was not told of everything', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    alice.sendMessage('bob', 'one');
    await time.settle();
    cloud.telling = false;
    alice.sendMessage('bob', 'two');
    await time.settle();
    cloud.telling = true;
    cloud.calls.length = 0;

    alice.sendMessage('bob', 'three');
    await time.settle();

    expect(cloud.calls.filter(({ person }) => person === 'bob').map(({ path }) => path)).toEqual([
      '/conversations/alice',
    ]);
    expect(bob.state.inbox).toMatchObject([{ lastSeq: 3, unread: 3, lastMessage: { body: 'three' } }]);
  });

  it('keeps what has come since when the server answers with a row from before', async () => {
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

  it('counts what was read already as read, whatever comes late', () => {
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

  it('asks for the row of a conversation that begins', async () => {
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

  it('reads the log from its gap-free end when an id shows that it missed some', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await bob.open('alice');
    cloud.telling = false;
    alice.sendMessage('bob', 'one');
    await time.settle();
    cloud.telling = true;
    cloud.calls.length = 0;

    alice.sendMessage('bob', 'two');
    await time.settle();

    expect(shown(bob, 'alice')).toEqual(['one', 'two']);
    expect(bob.state.conversations['alice']?.through).toBe(2);
    expect(cloud.calls.filter(({ person }) => person === 'bob').map(({ path }) => path)).toEqual([
      '/conversations/alice/log?after=0&limit=200',
    ]);
  });

  it('misses nothing that is written while a conversation is being opened', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    alice.sendMessage('bob', 'before');
    await time.settle();
    let sent = false;
    cloud.fault = ({ person, path }) => {
      if (person === 'bob' && path.startsWith('/messages?') && !sent) {
        sent = true;
        alice.sendMessage('bob', 'meanwhile');
      }
      return undefined;
    };

    await bob.open('alice');
    await time.settle();

    expect(sent).toBe(true);
    expect(shown(bob, 'alice')).toEqual(['before', 'meanwhile']);
  });

  it('opens with the latest 15 messages and loads older ones before them', async () => {
    const { device, time } = world();
    const alice = await device('alice');
    for (let i = 1; i <= 20; i++) alice.sendMessage('bob', `${i}`);
    await time.settle();
    const bob = await device('bob');

    await bob.open('alice');
    const opened = shown(bob, 'alice');
    await bob.loadOlder('alice');

    expect(opened).toEqual(Array.from({ length: 15 }, (_, i) => `${i + 6}`));
    expect(shown(bob, 'alice')).toEqual(Array.from({ length: 20 }, (_, i) => `${i + 1}`));
    expect(bob.state.conversations['alice']?.hasOlder).toBe(false);
  });

  it.each<[when: string, act: (bob: Mailbox) => unknown, expected: string[]]>([
    ['it sends', (bob) => bob.sendMessage('alice', 'four'), ['one', 'four']],
    ['it catches up', (bob) => bob.catchUp(), ['one']],
  ])('loads a conversation anew when %s and the server has another log', async (_, act, expected) => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await bob.open('alice');
    for (const text of ['one', 'two', 'three']) alice.sendMessage('bob', text);
    await time.settle();
    cloud.restore('alice~bob', 1);

    await act(bob);
    await time.advance(1_000);

    expect(shown(bob, 'alice')).toEqual(expected);
    expect(bob.state.inbox).toMatchObject([{ lastSeq: expected.length, unread: 1 }]);
  });

  it('does not add an older page to a conversation that was loaded anew meanwhile', async () => {
    const { cloud, device, time } = world();
    await cloud.write(
      'alice',
      'bob',
      Array.from({ length: 20 }, (_, i) => `${i + 1}`),
    );
    const bob = await device('bob');
    await bob.open('alice');
    const { late, release } = hold();
    cloud.fault = ({ path }) => (path.includes('before=') ? { late } : undefined);

    const loading = bob.loadOlder('alice');
    await time.settle();
    cloud.restore('alice~bob', 1);
    await bob.catchUp();
    release();
    await loading;

    expect(shown(bob, 'alice')).toEqual(['1']);
  });

  it('keeps what it knows when an earlier answer arrives later', async () => {
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

  it('shows why a conversation can not be opened, and does not ask again by itself', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');

    await alice.open('nobody');
    cloud.calls.length = 0;
    await time.advance(60_000);

    expect(alice.state.conversations['nobody']).toMatchObject({
      loaded: false,
      loading: false,
      error: { status: 404, code: 'not-found' },
    });
    expect(callsOf(cloud, 'GET', '/messages')).toEqual([]);
  });

  it('takes a user name that every object knows for the name it is', async () => {
    const { device } = world();
    const alice = await device('alice');

    expect(alice.state.conversations['constructor']).toBeUndefined();
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
