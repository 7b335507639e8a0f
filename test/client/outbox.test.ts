import { describe, expect, it } from 'vitest';
import type { Mailbox } from '../../client/mailbox.ts';
import { createMemoryStorage } from '../../client/outbox-storage.ts';
import type { OutboxStorage, Waiting } from '../../client/outbox-storage.ts';
import { callsOf, hold, shown, world } from './devices.ts';
import type { Call, Fault } from './memory-cloud.ts';

const TEXT = 'x'.repeat(4_001);

/** A device of Alice that can be switched off and on; what was kept on it stays. */
function aliceIn({ device }: ReturnType<typeof world>, storage = createMemoryStorage()) {
  let mailbox: Mailbox | undefined;
  return async (): Promise<Mailbox> => {
    mailbox?.close();
    mailbox = await device('alice', storage);
    return mailbox;
  };
}

/** Fails every call but that by which a session begins. */
const noNetwork = ({ path }: Call): Fault | undefined => (path === '/auth/refresh' ? undefined : 'request lost');

const isSend = ({ method, path }: Call): boolean => method === 'POST' && path === '/messages';

/** Every text shown to somebody who looks at the conversation from now on, at any moment. */
function looks(mailbox: Mailbox, peer: string): string[][] {
  const seen: string[][] = [];
  mailbox.subscribe(() => seen.push((mailbox.state.conversations[peer]?.rows ?? []).map(({ body }) => body)));
  return seen;
}

describe('the outbox', () => {
  it('sends after a reload what could not be tried before', async () => {
    const here = world();
    const { cloud, time } = here;
    const reload = aliceIn(here);
    const before = await reload();
    cloud.fault = noNetwork;
    before.send('bob', 'hello');
    await time.settle();
    const attempts = callsOf(cloud, 'POST', '/messages').length;

    const after = await reload();
    const waiting = shown(after, 'bob');
    cloud.fault = () => undefined;
    await time.advance(60_000);

    expect(attempts).toBe(0);
    expect(waiting).toEqual(['hello (pending)']);
    expect(shown(after, 'bob')).toEqual(['hello']);
    expect(cloud.logs.get('alice~bob')).toMatchObject([{ body: 'hello' }]);
  });

  it.each(['nobody has opened the conversation', 'the conversation is open'])(
    'stores a message once that had arrived before the reload and was not answered, when %s',
    async (how) => {
      const here = world();
      const { cloud, time } = here;
      const reload = aliceIn(here);
      await cloud.write('bob', 'alice', ['first']);
      const before = await reload();
      if (how === 'the conversation is open') await before.open('bob');
      cloud.fault = (call) => (isSend(call) ? 'answer lost' : undefined);
      cloud.telling = false;
      const key = before.send('bob', 'hello');
      await time.settle();
      before.close();
      // So much that the page loaded at the start no longer holds the message.
      await cloud.write('bob', 'alice', Array.from({ length: 30 }, (_, index) => `later ${index}`));

      cloud.fault = () => undefined;
      const after = await reload();
      await time.advance(60_000);

      const attempts = callsOf(cloud, 'POST', '/messages').map(({ body }) => JSON.parse(body ?? '') as unknown);
      expect(attempts).toMatchObject([{ clientId: key, after: 1 }, { clientId: key, after: 1 }]);
      expect(cloud.logs.get('alice~bob')?.filter(({ sender }) => sender === 'alice')).toHaveLength(1);
      expect(shown(after, 'bob').filter((text) => text.includes('pending'))).toEqual([]);
    },
  );

  it('shows a message once that was answered and could not be removed before the reload', async () => {
    const here = world();
    const { cloud, time } = here;
    const forgetful = { ...createMemoryStorage(), remove: async () => {} };
    const reload = aliceIn(here, forgetful);
    const before = await reload();
    await before.open('bob');
    before.send('bob', 'hello');
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

  it('searches the whole log for a message of which was kept only that it was written', async () => {
    const here = world();
    const { cloud, time } = here;
    const storage = createMemoryStorage();
    const full = { ...storage, put: async (person: string, item: Waiting) => (item.after === undefined ? storage.put(person, item) : Promise.reject(new Error('full'))) };
    const reload = aliceIn(here, full);
    await cloud.write('bob', 'alice', Array.from({ length: 30 }, (_, index) => `earlier ${index}`));
    const before = await reload();
    cloud.fault = (call) => (isSend(call) ? 'answer lost' : undefined);
    before.send('bob', 'hello');
    await time.settle();
    before.close();
    await cloud.write('bob', 'alice', Array.from({ length: 230 }, (_, index) => `later ${index}`));

    cloud.fault = () => undefined;
    await reload();
    await time.advance(60_000);

    expect(callsOf(cloud, 'POST', '/messages').map(({ body }) => (JSON.parse(body ?? '') as { after: number }).after)).toEqual([30, 0]);
    expect(cloud.logs.get('alice~bob')?.filter(({ sender }) => sender === 'alice')).toHaveLength(1);
  });

  it('sends in the order of writing after a reload, retried ones behind, and what is written then last', async () => {
    const here = world();
    const { cloud, time } = here;
    const storage = createMemoryStorage();
    // A storage owes no order.
    const shuffled: OutboxStorage = { ...storage, load: async (...asked) => (await storage.load(...asked)).toReversed() };
    const reload = aliceIn(here, shuffled);
    const before = await reload();
    await before.open('bob');
    cloud.fault = (call) => (!isSend(call) ? undefined : call.body?.includes('again') ? Response.json({}, { status: 403 }) : 'request lost');
    const again = before.send('bob', 'again');
    for (const text of ['one', 'two', 'three']) before.send('bob', text);
    await time.settle();
    before.retry('bob', again);
    before.close();

    cloud.fault = () => undefined;
    const after = await reload();
    after.send('bob', 'four');
    await time.advance(60_000);

    expect(cloud.logs.get('alice~bob')?.map((entry) => 'body' in entry && entry.body)).toEqual(['one', 'two', 'three', 'again', 'four']);
    expect(shown(after, 'bob')).toEqual(['one', 'two', 'three', 'again', 'four']);
  });

  it('keeps a failed message failed, with its problem, until its writer decides', async () => {
    const here = world();
    const { cloud, time } = here;
    const storage = createMemoryStorage();
    const reload = aliceIn(here, { ...storage, put: (person, item) => storage.put(person, JSON.parse(JSON.stringify(item)) as Waiting) });
    const before = await reload();
    await before.open('bob');
    const [key, gone] = [before.send('bob', TEXT), before.send('bob', TEXT)];
    await time.settle();
    const rows = before.state.conversations['bob']?.rows;

    const after = await reload();
    await time.advance(300_000);
    const failed = after.state.conversations['bob']?.rows;
    const attempts = callsOf(cloud, 'POST', '/messages').length;
    after.discard('bob', gone);
    after.retry('bob', key);
    await time.settle();
    const last = await reload();

    expect(failed).toEqual(rows);
    expect(failed).toMatchObject([{ key, state: 'failed', problem: { status: 400, code: 'invalid', errors: { body: expect.any(String) as string } } }, { key: gone }]);
    expect(attempts).toBe(2);
    expect(last.state.conversations['bob']?.rows.map((row) => row.key)).toEqual([key]);
    expect(callsOf(cloud, 'POST', '/messages')).toHaveLength(3);
  });

  it('sends from memory when the storage fails', async () => {
    const here = world();
    const { cloud, device, time } = here;
    const fail = () => Promise.reject(new Error('no storage'));
    const alice = await device('alice', { load: fail, put: fail, remove: fail });
    let faults = 2;
    cloud.fault = (call) => (isSend(call) && faults-- > 0 ? 'answer lost' : undefined);

    const key = alice.send('bob', 'hello');
    const failed = alice.send('bob', TEXT);
    await time.advance(60_000);
    alice.discard('bob', failed);

    expect(alice.state.conversations['bob']?.rows).toMatchObject([{ key, state: 'sent' }]);
    expect(cloud.logs.get('alice~bob')).toHaveLength(1);
  });

  it('shows conversations in which something waits though nobody has opened them, the last written first', async () => {
    const here = world();
    const { cloud, time } = here;
    const reload = aliceIn(here);
    await cloud.write('carol', 'alice', ['hi']);
    const before = await reload();
    cloud.fault = (call) => (isSend(call) ? 'request lost' : undefined);
    await time.advance(1_000);
    before.send('bob', 'hello');
    await time.settle();

    cloud.fault = noNetwork;
    const after = await reload();
    const peers = [after.state.inbox.map(({ peer }) => peer)];
    cloud.fault = (call) => (isSend(call) ? 'request lost' : undefined);
    await after.catchUp();
    peers.push(after.state.inbox.map(({ peer }) => peer));
    const [key] = after.state.conversations['bob']?.rows.map((row) => row.key) ?? [];
    after.discard('bob', key ?? '');
    peers.push(after.state.inbox.map(({ peer }) => peer));

    expect(peers).toEqual([['bob'], ['bob', 'carol'], ['carol']]);
    expect(before.state.inbox.map(({ peer }) => peer)).toEqual(['bob', 'carol']);
  });

  it('is that of its person alone', async () => {
    const here = world();
    const { cloud, device, time } = here;
    const storage = createMemoryStorage();
    const alice = await device('alice', storage);
    cloud.fault = (call) => (isSend(call) ? 'request lost' : undefined);
    alice.send('bob', 'secret');
    await time.settle();
    alice.close();
    const attempts = callsOf(cloud, 'POST', '/messages').length;

    const mallory = await device('mallory', storage);
    await time.advance(60_000);
    const seen = mallory.state.conversations['bob'];
    mallory.close();
    cloud.fault = () => undefined;
    const again = await device('alice', storage);

    expect(seen).toBeUndefined();
    expect(callsOf(cloud, 'POST', '/messages')).toHaveLength(attempts + 1);
    expect(shown(again, 'bob')).toEqual(['secret']);
  });

  it('tries nothing before the storage has it, nor before it has told what waits', async () => {
    const { cloud, device, time } = world();
    const [loading, writing] = [hold(), hold()];
    const storage = createMemoryStorage();
    const alice = await device('alice', {
      ...storage,
      load: () => loading.late.then(() => []),
      put: (person, item) => (item.after === undefined ? storage.put(person, item) : writing.late),
    });
    const attempts = [];

    alice.send('bob', 'hello');
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

  it('does not send what its writer discards while the conversation is being loaded', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    const { late, release } = hold();
    cloud.fault = ({ path }) => (path.startsWith('/messages?') ? { late } : undefined);
    const key = alice.send('bob', 'hello');
    await time.settle();

    alice.discard('bob', key);
    release();
    await time.settle();

    expect(callsOf(cloud, 'POST', '/messages')).toEqual([]);
    expect(shown(alice, 'bob')).toEqual([]);
  });

  it('takes over what another tab leaves behind, and knows what of it is stored', async () => {
    const { cloud, device, time } = world();
    let leave = (_items: readonly Waiting[]) => {};
    const shared: OutboxStorage = {
      ...createMemoryStorage(),
      async load(_person, adopt) {
        leave = adopt;
        return [];
      },
    };
    const other = await device('alice');
    await other.open('bob');
    const stored = other.send('bob', 'stored');
    await time.settle();
    const alice = await device('alice', shared);
    await alice.open('bob');
    const seen = looks(alice, 'bob');
    const item = (clientId: string, body: string, place: number) => ({ clientId, peer: 'bob', body, place, timestamp: '2026-01-01T00:00:00.000Z', after: 0 });

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
