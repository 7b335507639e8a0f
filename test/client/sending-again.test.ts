/** Sending again what failed: when, and that a message is stored once however many attempts arrive. */

import { describe, expect, it } from 'vitest';
import { bodiesOf, callsOf, shown, world } from './devices.ts';

describe('sending again', () => {
  it('does not delay a message behind one that was discarded', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    await alice.open('bob');
    let refusals = 1;
    cloud.fault = ({ method }) =>
      method === 'POST' && refusals-- > 0
        ? Response.json({ message: 'Too Many Requests' }, { status: 429, headers: { 'retry-after': '3600' } })
        : undefined;
    const key = alice.sendMessage('bob', 'first');
    await time.advance(1000);
    alice.sendMessage('bob', 'second');

    alice.discardUnsent('bob', key);
    await time.advance(1000);

    expect(shown(alice, 'bob')).toEqual(['second']);
  });

  it('shows why a message waits, and until when, where the wait is long', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    await alice.open('bob');
    const detail = 'You have started many conversations this hour.';
    const refusal = {
      type: 'about:blank',
      title: 'Too many requests',
      status: 429,
      code: 'too-many-requests',
      detail,
      requestId: 'r',
    };
    let refusals = 1;
    cloud.fault = ({ method }) =>
      method === 'POST' && refusals-- > 0
        ? Response.json(refusal, { status: 429, headers: { 'retry-after': '1800' } })
        : undefined;

    const key = alice.sendMessage('bob', 'hello');
    await time.advance(1000);
    const [row] = alice.state.conversations['bob']?.rows ?? [];
    await time.advance(1_800_000);

    expect(row).toMatchObject({ key, state: 'pending', delay: { problem: { detail } } });
    expect(Date.parse(row?.timestamp ?? '') + 1_800_000).toBeLessThanOrEqual(row?.delay?.until ?? 0);
    expect(shown(alice, 'bob')).toEqual(['hello']);
  });

  it.each([
    ['its request was lost', 'request lost'],
    ['its answer was lost', 'answer lost'],
    ['the server failed', Response.json({ message: 'Internal Server Error' }, { status: 500 })],
    ['the answer is not from the server', Response.json({ welcome: 'to the hotel' })],
    [
      'the server is busy',
      Response.json({ message: 'Too Many Requests' }, { status: 429, headers: { 'retry-after': '7' } }),
    ],
  ] as const)('repeats the `clientId` and the `after` when %s, and the message is stored once', async (_, fault) => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await Promise.all([alice.open('bob'), bob.open('alice')]);
    let faults = 2;
    cloud.fault = ({ method }) =>
      method === 'POST' && faults-- > 0 ? (fault instanceof Response ? fault.clone() : fault) : undefined;

    const key = alice.sendMessage('bob', 'hello');
    await time.settle();
    await cloud.write('bob', 'alice', ['meanwhile']);
    await time.advance(120_000);

    const attempts = bodiesOf(callsOf(cloud, 'POST', '/messages'));
    expect(new Set(attempts.map(({ clientId, after }) => `${String(clientId)} ${String(after)}`))).toEqual(
      new Set([`${key} 0`]),
    );
    expect(shown(alice, 'bob').toSorted()).toEqual(['hello', 'meanwhile']);
    expect(shown(bob, 'alice')).toEqual(shown(alice, 'bob'));
  });

  it('waits as long as the server asks, although the socket opens meanwhile', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    await alice.open('bob');
    let faults = 1;
    const busy = () =>
      Response.json({ message: 'Too Many Requests' }, { status: 429, headers: { 'retry-after': '100' } });
    cloud.fault = ({ method }) => (method === 'POST' && faults-- > 0 ? busy() : undefined);
    alice.sendMessage('bob', 'hello');
    await time.settle();

    cloud.dropSockets();
    await time.advance(99_000);
    const attempts = callsOf(cloud, 'POST', '/messages').length;
    await time.advance(2_000);

    expect(attempts).toBe(1);
    expect(shown(alice, 'bob')).toEqual(['hello']);
  });

  it('finds the message that a lost attempt has stored, no matter how much was written since', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    await alice.open('bob');
    let lost = true;
    cloud.fault = () => (lost ? 'answer lost' : undefined);
    cloud.delivering = false;
    alice.sendMessage('bob', 'hello');
    await time.settle();
    await cloud.write(
      'bob',
      'alice',
      Array.from({ length: 250 }, (_, i) => `${i}`),
    );

    lost = false;
    await time.advance(60_000);

    expect(cloud.logs.get('alice~bob')?.filter(({ sender }) => sender === 'alice')).toHaveLength(1);
    expect(alice.state.conversations['bob']?.rows.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 251 }, (_, i) => i + 1),
    );
  });

  it('reads the log before it repeats a message whose `after` is too far behind', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    await alice.open('bob');
    cloud.fault = ({ method }) => (method === 'POST' ? 'request lost' : undefined);
    cloud.delivering = false;
    alice.sendMessage('bob', 'late');
    await cloud.write(
      'bob',
      'alice',
      Array.from({ length: 250 }, (_, i) => `${i}`),
    );

    cloud.fault = () => undefined;
    await time.advance(60_000);

    const log = cloud.logs.get('alice~bob') ?? [];
    expect(log.at(-1)).toMatchObject({ sender: 'alice', body: 'late', seq: 251 });
    expect(bodiesOf(callsOf(cloud, 'POST', '/messages')).map(({ after }) => after)).toEqual([0, 0, 250]);
  });

  it('goes on from the page it has read where reading a long log breaks off', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    await alice.open('bob');
    cloud.fault = ({ method }) => (method === 'POST' ? 'request lost' : undefined);
    cloud.delivering = false;
    alice.sendMessage('bob', 'late');
    await cloud.write(
      'bob',
      'alice',
      Array.from({ length: 450 }, (_, i) => `${i}`),
    );

    let pages = 0;
    cloud.fault = ({ path }) => (path.includes('/log?') && ++pages === 2 ? 'request lost' : undefined);
    await time.advance(60_000);

    expect(cloud.logs.get('alice~bob')?.at(-1)).toMatchObject({ sender: 'alice', body: 'late', seq: 451 });
    const [, , next] = bodiesOf(callsOf(cloud, 'POST', '/messages')).map(({ after }) => after);
    expect(next).toBe(200);
  });
});
