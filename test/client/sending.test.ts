/** Sending: pending rows, their order, and how they become stored ones. */

import { describe, expect, it } from 'vitest';
import { bodiesOf, callsOf, shown, world } from './devices.ts';

describe('sending', () => {
  it('shows a pending row at once, which becomes the stored one under the same key', async () => {
    const { device, time } = world();
    const alice = await device('alice');
    await alice.open('bob');

    const key = alice.sendMessage('bob', 'hello');
    const atOnce = alice.state.conversations['bob']?.rows;
    await time.settle();

    expect(atOnce).toMatchObject([{ key, body: 'hello', sender: 'alice', state: 'pending' }]);
    expect(alice.state.conversations['bob']?.rows).toMatchObject([{ key, id: 'alice~bob.1', seq: 1, state: 'sent' }]);
  });

  it('opens the conversation first where it is not open', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    alice.sendMessage('bob', 'one');
    await time.settle();
    cloud.calls.length = 0;

    bob.sendMessage('alice', 'two');
    await time.settle();

    expect(shown(bob, 'alice')).toEqual(['one', 'two']);
    expect(bodiesOf(callsOf(cloud, 'POST', '/messages'))).toMatchObject([
      { recipient: 'alice', body: 'two', after: 1 },
    ]);
  });

  it('sends the next message when the one before is answered, and in other conversations meanwhile', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    await Promise.all([alice.open('bob'), alice.open('carol')]);
    let failures = 3;
    cloud.fault = ({ body }) => (body?.includes('"first"') && failures-- > 0 ? 'request lost' : undefined);

    alice.sendMessage('bob', 'first');
    alice.sendMessage('bob', 'second');
    alice.sendMessage('carol', 'beside');
    await time.settle();
    const meanwhile = [shown(alice, 'bob'), shown(alice, 'carol')];
    await time.advance(60_000);

    expect(meanwhile).toEqual([['first (pending)', 'second (pending)'], ['beside']]);
    expect(cloud.logs.get('alice~bob')).toMatchObject([{ body: 'first' }, { body: 'second' }]);
  });

  it('shows no answered message as pending, whatever `clientId` the answer has', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    await alice.open('bob');
    const people = { sender: 'alice', recipient: 'bob' };
    const stored = {
      id: 'alice~bob.1',
      kind: 'message',
      seq: 1,
      ...people,
      timestamp: '2026-01-01T00:00:00.000Z',
      body: 'hello',
    };
    cloud.fault = ({ method }) => (method === 'POST' ? Response.json(stored, { status: 201 }) : undefined);

    alice.sendMessage('bob', 'hello');
    await time.settle();

    expect(shown(alice, 'bob')).toEqual(['hello']);
    expect(callsOf(cloud, 'POST', '/messages')).toHaveLength(1);
  });

  it.each(['the answer', 'the frame', 'the catch-up'])('shows a message once when %s comes first', async (first) => {
    const { cloud, device, time } = world();
    // A device that does not know its socket's name gets frames about what it sends.
    cloud.answeringPings = false;
    cloud.delivering = first === 'the frame';
    const alice = await device('alice');
    await alice.open('bob');
    const counts = new Set<number>();
    alice.subscribe(() => counts.add(alice.state.conversations['bob']?.rows.length ?? 0));
    cloud.fault = ({ method }) => (method === 'POST' && first !== 'the answer' ? 'answer lost' : undefined);

    const key = alice.sendMessage('bob', 'hello');
    await time.settle();
    if (first === 'the catch-up') await alice.catchUp();
    const rows = alice.state.conversations['bob']?.rows;
    cloud.fault = () => undefined;
    await time.advance(60_000);

    expect(rows).toMatchObject([{ key, id: 'alice~bob.1', state: 'sent' }]);
    expect(alice.state.conversations['bob']?.rows).toEqual(rows);
    expect([...counts]).toEqual([1]);
    expect(cloud.logs.get('alice~bob')).toHaveLength(1);
  });

  it('shows a refused message as failed with its problem, sends the next, and does not repeat it', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    await alice.open('bob');

    const key = alice.sendMessage('bob', 'x'.repeat(4_001));
    alice.sendMessage('bob', 'short');
    await time.advance(300_000);

    const [sent, failed] = alice.state.conversations['bob']?.rows ?? [];
    expect(sent).toMatchObject({ body: 'short', state: 'sent' });
    expect(failed).toMatchObject({
      key,
      state: 'failed',
      problem: { status: 400, code: 'invalid', errors: { body: expect.any(String) as string } },
    });
    expect(callsOf(cloud, 'POST', '/messages')).toHaveLength(2);
  });

  it('sends a failed message again when its writer retries it, and forgets it when they discard it', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    await alice.open('bob');
    cloud.fault = ({ method }) =>
      method === 'POST' ? Response.json({ message: 'Forbidden' }, { status: 403 }) : undefined;
    const [again, gone] = [alice.sendMessage('bob', 'again'), alice.sendMessage('bob', 'gone')];
    await time.settle();
    const failed = shown(alice, 'bob');

    cloud.fault = () => undefined;
    alice.discardUnsent('bob', gone);
    alice.retry('bob', again);
    await time.settle();

    expect(failed).toEqual(['again (failed)', 'gone (failed)']);
    expect(shown(alice, 'bob')).toEqual(['again']);
    expect(cloud.logs.get('alice~bob')).toMatchObject([{ body: 'again', clientId: again }]);
  });

  it('fills the gap when others wrote between the replica and the message just sent', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await Promise.all([alice.open('bob'), bob.open('alice')]);
    cloud.delivering = false;
    bob.sendMessage('alice', 'first');
    await time.settle();

    alice.sendMessage('bob', 'second');
    await time.settle();

    expect(shown(alice, 'bob')).toEqual(['first', 'second']);
    expect(alice.state.conversations['bob']?.through).toBe(2);
  });

  it('is not announced to the sending device', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    await alice.open('bob');
    cloud.calls.length = 0;

    alice.sendMessage('bob', 'hello');
    await time.settle();

    expect(cloud.calls.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /messages']);
  });

  it('shows notes to oneself on all devices, and never as unread', async () => {
    const { device, time } = world();
    const [alice, phone] = [await device('alice'), await device('alice')];
    await phone.open('alice');

    alice.sendMessage('alice', 'milk');
    await time.settle();

    expect(shown(phone, 'alice')).toEqual(['milk']);
    expect(phone.state.inbox).toMatchObject([{ peer: 'alice', unread: 0 }]);
  });
});
