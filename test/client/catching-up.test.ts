/** Catching up: when a mailbox reads what it missed, and what it says of its connection meanwhile. */

import { describe, expect, it } from 'vitest';
import { callsOf, hold, shown, world } from './devices.ts';

describe('a mailbox that was away', () => {
  it('catches up after its socket was dropped', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await bob.open('alice');
    cloud.dropSockets();
    await time.settle();
    expect(bob.state.connection).toBe('offline');
    cloud.delivering = false;
    for (const text of ['one', 'two', 'three']) alice.sendMessage('bob', text);
    await time.settle();
    const states: string[] = [];
    bob.subscribe(() => {
      if (states.at(-1) !== bob.state.connection) states.push(bob.state.connection);
    });

    await time.advance(30_000);

    expect(states).toEqual(['connecting', 'catching-up', 'ready']);
    expect(shown(bob, 'alice')).toEqual(['one', 'two', 'three']);
  });

  it('keeps its timer although requests are refused meanwhile', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    cloud.fault = ({ path }) =>
      path.startsWith('/messages') ? Response.json({ message: 'Forbidden' }, { status: 403 }) : undefined;
    cloud.calls.length = 0;

    for (let halves = 0; halves < 6; halves++) {
      await alice.open('bob');
      await time.advance(30_000);
    }

    expect(callsOf(cloud, 'GET', '/conversations?').length).toBeGreaterThanOrEqual(2);
  });

  it('tries again soon, no matter how many requests failed together', async () => {
    const { cloud, device, time } = world();
    const peers = ['bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan'];
    for (const peer of peers) await cloud.write(peer, 'alice', ['one']);
    const alice = await device('alice');
    let failing = true;
    cloud.fault = ({ person }) => (failing && person === 'alice' ? 'request lost' : undefined);
    for (const peer of peers) await cloud.write(peer, 'alice', ['two']);
    await time.settle();

    failing = false;
    await time.advance(1000);

    expect(alice.state.inbox.map(({ lastMessage }) => lastMessage)).toMatchObject(peers.map(() => ({ body: 'two' })));
  });

  it('is ready although one conversation cannot be read, and keeps trying that one', async () => {
    const { cloud, device, time } = world();
    const [alice, carol] = [await device('alice'), await device('carol')];
    await Promise.all([alice.open('bob'), alice.open('carol')]);
    cloud.delivering = false;
    let broken = true;
    cloud.fault = ({ path }) =>
      broken && path.startsWith('/conversations/bob/log')
        ? Response.json({ message: 'x' }, { status: 500 })
        : undefined;
    await cloud.write('bob', 'alice', ['1', '2', '3', '4', '5', '6']);
    carol.sendMessage('alice', 'hello');

    cloud.dropSockets();
    await time.advance(60_000);
    const meanwhile = [alice.state.connection, shown(alice, 'carol'), shown(alice, 'bob')];
    broken = false;
    await time.advance(60_000);

    expect(meanwhile).toEqual(['ready', ['hello'], []]);
    expect(shown(alice, 'bob')).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('is offline while the network is gone, although its socket lives', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    const states = [alice.state.connection];
    alice.subscribe(() => {
      if (states.at(-1) !== alice.state.connection) states.push(alice.state.connection);
    });

    cloud.fault = () => 'request lost';
    await time.advance(600_000);
    cloud.goOffline();
    await time.advance(60_000);
    const away = [...states];
    cloud.fault = () => undefined;
    cloud.comeBack();
    await time.settle();

    expect(away).toEqual(['ready', 'offline']);
    expect(states).toEqual([...away, 'connecting', 'catching-up', 'ready']);
  });

  it('soon retries what failed while it was catching up with another conversation', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await bob.open('alice');
    await bob.open('carol');
    const { late, release } = hold();
    let failures = 0;
    cloud.fault = ({ person, path }) => {
      if (person === 'bob' && path.startsWith('/conversations/carol/log')) return { late };
      return person === 'bob' && path.startsWith('/messages/') && failures++ === 0 ? 'request lost' : undefined;
    };
    const caughtUp = bob.catchUp();
    await time.settle();
    alice.sendMessage('bob', 'hello');
    await time.settle();

    release();
    await caughtUp;
    await time.advance(10_000);

    expect(failures).toBeGreaterThan(0);
    expect(shown(bob, 'alice')).toEqual(['hello']);
  });

  it('finds within a minute what no frame announced', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await bob.open('alice');
    cloud.delivering = false;
    alice.sendMessage('bob', 'hello');
    await time.settle();
    expect(shown(bob, 'alice')).toEqual([]);

    await time.advance(60_000);

    expect(shown(bob, 'alice')).toEqual(['hello']);
  });

  it('finds within a minute what the stream consumer has given up, in the conversation used last', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await bob.open('alice');
    cloud.consuming = false;
    alice.sendMessage('bob', 'hello');

    await time.advance(60_000);

    expect(shown(bob, 'alice')).toEqual(['hello']);
  });

  it('shows in the inbox what the stream consumer has given up, once its sender has read the log again', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await cloud.write('alice', 'bob', ['one']);
    cloud.consuming = false;
    alice.sendMessage('bob', 'two');

    await time.advance(120_000);

    expect(bob.state.inbox).toMatchObject([{ peer: 'alice', lastSeq: 2, unread: 2 }]);
  });

  it('catches up with a conversation again after a refusal', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await bob.open('alice');
    cloud.delivering = false;
    alice.sendMessage('bob', 'hello');
    await time.settle();
    cloud.fault = ({ person, path }) =>
      person === 'bob' && path.startsWith('/messages/')
        ? Response.json({ message: 'Forbidden' }, { status: 403 })
        : undefined;
    await bob.catchUp();
    const refused = bob.state.conversations['alice']?.error;

    cloud.fault = () => undefined;
    await time.advance(60_000);

    expect(refused).toMatchObject({ status: 403 });
    expect(shown(bob, 'alice')).toEqual(['hello']);
    expect(bob.state.conversations['alice']?.error).toBeUndefined();
  });

  it('opens what could not be opened when the network is back', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    alice.sendMessage('bob', 'hello');
    await time.settle();
    cloud.fault = () => 'request lost';
    await bob.open('alice');
    expect(bob.state.conversations['alice']?.error).toMatchObject({ name: 'NetworkError' });

    cloud.fault = () => undefined;
    await time.advance(30_000);

    expect(shown(bob, 'alice')).toEqual(['hello']);
    expect(bob.state.conversations['alice']?.error).toBeUndefined();
  });
});
