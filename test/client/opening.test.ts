/** Opening conversations, loading older messages, and replacing a replica of another log. */

import { describe, expect, it } from 'vitest';
import type { Mailbox } from '#client/mailbox.ts';
import { callsOf, hold, shown, world } from './devices.ts';

describe('a conversation', () => {
  it('misses nothing that is written while it is being opened', async () => {
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
    ['its person sends', (bob) => bob.sendMessage('alice', 'four'), ['one', 'four']],
    ['the mailbox catches up', (bob) => bob.catchUp(), ['one']],
  ])('is replaced when %s and the server has another log', async (_, act, expected) => {
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

  it('takes in no older page after it was replaced', async () => {
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

  it('shows why it cannot be opened, and is not asked for again automatically', async () => {
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

  it('may be with a person called `constructor`', async () => {
    const { device } = world();
    const alice = await device('alice');

    expect(alice.state.conversations['constructor']).toBeUndefined();
  });
});
