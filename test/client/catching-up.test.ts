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
    cloud.telling = false;
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

  it('keeps to its timer whatever is refused meanwhile', async () => {
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

  it('tries again soon, however many things failed together', async () => {
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

    expect(alice.state.inbox.map(({ lastMessage }) => lastMessage?.body)).toEqual(peers.map(() => 'two'));
  });

  it('is ready although one conversation can not be read, and goes on trying that one', async () => {
    const { cloud, device, time } = world();
    const [alice, carol] = [await device('alice'), await device('carol')];
    await Promise.all([alice.open('bob'), alice.open('carol')]);
    cloud.telling = false;
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

  it('says that it is offline as soon as the network has gone, and until it is back, though its socket lives', async () => {
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

  it('tries again soon what failed while it caught up with another conversation', async () => {
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

  it('finds what no frame told of within a minute', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await bob.open('alice');
    cloud.telling = false;
    alice.sendMessage('bob', 'hello');
    await time.settle();
    expect(shown(bob, 'alice')).toEqual([]);

    await time.advance(60_000);

    expect(shown(bob, 'alice')).toEqual(['hello']);
  });

  it('finds what the consumer of the stream has given up within a minute, in the conversation used last', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await bob.open('alice');
    cloud.consuming = false;
    alice.sendMessage('bob', 'hello');

    await time.advance(60_000);

    expect(shown(bob, 'alice')).toEqual(['hello']);
  });

  it('shows in the inbox what the consumer has given up, once its sender has looked at the log again', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await cloud.write('alice', 'bob', ['one']);
    cloud.consuming = false;
    alice.sendMessage('bob', 'two');

    await time.advance(120_000);

    expect(bob.state.inbox).toMatchObject([{ peer: 'alice', lastSeq: 2, unread: 2 }]);
  });

  it('catches a conversation up again after that was refused once', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await bob.open('alice');
    cloud.telling = false;
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

  it('opens what could not be opened without a network when there is one again', async () => {
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
