import { describe, expect, it } from 'vitest';
import { callsOf, shown, world } from './devices.ts';

const bodies = (calls: readonly { readonly body: string | undefined }[]): Record<string, unknown>[] =>
  calls.map(({ body }) => JSON.parse(body ?? '{}') as Record<string, unknown>);

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
    expect(bodies(callsOf(cloud, 'POST', '/messages'))).toMatchObject([{ recipient: 'alice', body: 'two', after: 1 }]);
  });

  it('sends the next message when the one before is answered, and other conversations beside', async () => {
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

  it('does not keep a message waiting for the time of one that was deleted', async () => {
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

  it('says why a message has to wait, and until when, where the wait is long', async () => {
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
    ['another than the server answered', Response.json({ welcome: 'to the hotel' })],
    [
      'the server is busy',
      Response.json({ message: 'Too Many Requests' }, { status: 429, headers: { 'retry-after': '7' } }),
    ],
  ] as const)('repeats a message with the same name and after when %s, and it is stored once', async (_, fault) => {
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

    const attempts = bodies(callsOf(cloud, 'POST', '/messages'));
    expect(new Set(attempts.map(({ clientId, after }) => `${String(clientId)} ${String(after)}`))).toEqual(
      new Set([`${key} 0`]),
    );
    expect(shown(alice, 'bob').toSorted()).toEqual(['hello', 'meanwhile']);
    expect(shown(bob, 'alice')).toEqual(shown(alice, 'bob'));
  });

  it('shows no message as pending that was answered, whatever the answer calls it', async () => {
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

  it('waits as long as the server asks, whatever wakes it', async () => {
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

  it.each(['the answer', 'the frame', 'the catch-up'])('shows a message once when %s comes first', async (first) => {
    const { cloud, device, time } = world();
    // A device that does not know its socket's name is told of what it sends.
    cloud.answeringPings = false;
    cloud.telling = first === 'the frame';
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

  it('shows a refused message as failed with its problem, goes on with the next, and does not repeat it', async () => {
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

  it('sends a failed message again when its writer says so, and forgets it when they say that', async () => {
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

  it('finds a message that a lost attempt had stored, however much was written since', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    await alice.open('bob');
    let lost = true;
    cloud.fault = () => (lost ? 'answer lost' : undefined);
    cloud.telling = false;
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

  it('reads the log before it repeats a message that is too far behind', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    await alice.open('bob');
    cloud.fault = ({ method }) => (method === 'POST' ? 'request lost' : undefined);
    cloud.telling = false;
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
    expect(bodies(callsOf(cloud, 'POST', '/messages')).map(({ after }) => after)).toEqual([0, 0, 250]);
  });

  it('fills the gap when others wrote between the copy and the message just sent', async () => {
    const { cloud, device, time } = world();
    const [alice, bob] = [await device('alice'), await device('bob')];
    await Promise.all([alice.open('bob'), bob.open('alice')]);
    cloud.telling = false;
    bob.sendMessage('alice', 'first');
    await time.settle();

    alice.sendMessage('bob', 'second');
    await time.settle();

    expect(shown(alice, 'bob')).toEqual(['first', 'second']);
    expect(alice.state.conversations['bob']?.through).toBe(2);
  });

  it('does not tell the device that sent it', async () => {
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
