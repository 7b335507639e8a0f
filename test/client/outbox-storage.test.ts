/** The outbox's storage: what survives a reload, and what its failures cost. */

import { describe, expect, it } from 'vitest';
import { type OutboxStorage, createMemoryStorage } from '#client/outbox-storage.ts';
import type { UnsentRecord } from '#client/unsent.ts';
import { aliceIn, callsOf, hold, isSend, looks, shown, world } from './devices.ts';

/** Longer than the server accepts. */
const TOO_LONG = 'x'.repeat(4_001);

describe('a storage of the outbox', () => {
  it('that could not remove a message before a reload has it shown once', async () => {
    const here = world();
    const { cloud, time } = here;
    const forgetful = { ...createMemoryStorage(), remove: async () => {} };
    const reload = aliceIn(here, forgetful);
    const before = await reload();
    await before.open('bob');
    before.sendMessage('bob', 'hello');
    await time.settle();
    before.close();

    cloud.fault = ({ path }) => (path.startsWith('/messages') ? 'request lost' : undefined);
    const after = await reload();
    const seen = looks(after, 'bob');
    cloud.fault = () => undefined;
    await time.advance(60_000);

    expect(shown(after, 'bob')).toEqual(['hello']);
    expect(seen.filter((texts) => texts.length > 1)).toEqual([]);
    expect(cloud.logs.get('alice~bob')).toHaveLength(1);
  });

  it('that kept no `after` has the whole log searched for the message', async () => {
    const here = world();
    const { cloud, time } = here;
    const storage = createMemoryStorage();
    const full = { ...storage, update: () => Promise.reject(new Error('full')) };
    const reload = aliceIn(here, full);
    await cloud.write(
      'bob',
      'alice',
      Array.from({ length: 30 }, (_, index) => `earlier ${index}`),
    );
    const before = await reload();
    cloud.fault = (call) => (isSend(call) ? 'answer lost' : undefined);
    before.sendMessage('bob', 'hello');
    await time.settle();
    before.close();
    await cloud.write(
      'bob',
      'alice',
      Array.from({ length: 230 }, (_, index) => `later ${index}`),
    );

    cloud.fault = () => undefined;
    await reload();
    await time.advance(60_000);

    expect(
      callsOf(cloud, 'POST', '/messages').map(({ body }) => (JSON.parse(body ?? '') as { after: number }).after),
    ).toEqual([30, 0]);
    expect(cloud.logs.get('alice~bob')?.filter(({ sender }) => sender === 'alice')).toHaveLength(1);
  });

  it('that fails does not keep messages from being sent from memory', async () => {
    const here = world();
    const { cloud, device, time } = here;
    const fail = () => Promise.reject(new Error('no storage'));
    const alice = await device('alice', { load: fail, put: fail, update: fail, remove: fail });
    let faults = 2;
    cloud.fault = (call) => (isSend(call) && faults-- > 0 ? 'answer lost' : undefined);

    const key = alice.sendMessage('bob', 'hello');
    const failed = alice.sendMessage('bob', TOO_LONG);
    await time.advance(60_000);
    alice.discardUnsent('bob', failed);

    expect(alice.state.conversations['bob']?.rows).toMatchObject([{ key, state: 'sent' }]);
    expect(cloud.logs.get('alice~bob')).toHaveLength(1);
  });

  it('is waited for before anything is sent: it loads, and it has written', async () => {
    const { cloud, device, time } = world();
    const [loading, writing] = [hold(), hold()];
    const storage = createMemoryStorage();
    const alice = await device('alice', {
      ...storage,
      load: () => loading.late.then(() => []),
      update: () => writing.late,
    });
    const attempts = [];

    alice.sendMessage('bob', 'hello');
    await time.settle();
    attempts.push(callsOf(cloud, 'GET', '/messages').length);
    loading.release();
    await time.settle();
    attempts.push(callsOf(cloud, 'GET', '/messages').length, callsOf(cloud, 'POST', '/messages').length);
    writing.release();
    await time.settle();
    attempts.push(callsOf(cloud, 'POST', '/messages').length);

    expect(attempts).toEqual([0, 1, 0, 1]);
  });

  it('does not get back what another tab removed: somebody has signed out there', async () => {
    const { cloud, device, time } = world();
    const storage = createMemoryStorage();
    const alice = await device('alice', storage);
    cloud.fault = (call) =>
      isSend(call)
        ? Response.json({ message: 'Too Many Requests' }, { status: 429, headers: { 'retry-after': '6' } })
        : undefined;
    const key = alice.sendMessage('bob', 'secret');
    await time.advance(1000);

    await storage.remove(key);
    await time.advance(10_000);
    alice.close();

    expect(await storage.load('alice', () => {}, new AbortController().signal)).toEqual([]);
  });

  it('is left alone after the mailbox has closed: signing out may empty it', async () => {
    const { cloud, device, time } = world();
    const storage = createMemoryStorage();
    const writes: string[] = [];
    const alice = await device('alice', {
      ...storage,
      put: async (_person, { body }) => void writes.push(body),
      remove: async (clientId) => void writes.push(clientId),
    });
    cloud.fault = (call) =>
      isSend(call)
        ? Response.json({ message: 'Too Many Requests' }, { status: 429, headers: { 'retry-after': '100' } })
        : undefined;
    alice.sendMessage('bob', 'hello');
    await time.settle();
    const before = writes.length;

    alice.close();
    await time.settle();

    expect(before).toBeGreaterThan(0);
    expect(writes).toHaveLength(before);
  });

  it('hands over what another tab leaves behind, of which stored messages are shown once', async () => {
    const { cloud, device, time } = world();
    let leave = (_items: readonly UnsentRecord[]) => {};
    const shared: OutboxStorage = {
      ...createMemoryStorage(),
      async load(_person, adopt) {
        leave = adopt;
        return [];
      },
    };
    const other = await device('alice');
    await other.open('bob');
    const stored = other.sendMessage('bob', 'stored');
    await time.settle();
    const alice = await device('alice', shared);
    await alice.open('bob');
    const seen = looks(alice, 'bob');
    const item = (clientId: string, body: string, place: number) => ({
      clientId,
      peer: 'bob',
      body,
      place,
      timestamp: '2026-01-01T00:00:00.000Z',
      after: 0,
    });

    leave([item('00000000-0000-4000-8000-00000000000b', 'waiting', 2), item(stored, 'stored', 1)]);
    await time.settle();
    const rows = shown(alice, 'bob');
    alice.close();
    leave([item('00000000-0000-4000-8000-00000000000c', 'too late', 3)]);
    await time.settle();

    expect(rows).toEqual(['stored', 'waiting']);
    expect(seen.filter((texts) => new Set(texts).size < texts.length)).toEqual([]);
    expect(cloud.logs.get('alice~bob')?.map((entry) => 'body' in entry && entry.body)).toEqual(['stored', 'waiting']);
  });
});
