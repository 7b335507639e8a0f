/** The outbox across reloads: order, failed messages, and what is shown of it. */

import { describe, expect, it } from 'vitest';
import { type OutboxStorage, createMemoryStorage } from '#client/outbox-storage.ts';
import type { UnsentRecord } from '#client/unsent.ts';
import { aliceIn, callsOf, hold, isSend, noNetwork, shown, world } from './devices.ts';

/** Longer than the server accepts. */
const TOO_LONG = 'x'.repeat(4_001);

describe('the outbox', () => {
  it('sends after a reload what could not be sent before', async () => {
    const here = world();
    const { cloud, time } = here;
    const reload = aliceIn(here);
    const before = await reload();
    cloud.fault = noNetwork;
    before.sendMessage('bob', 'hello');
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
    'stores a message once whose answer was lost before the reload, when %s',
    async (how) => {
      const here = world();
      const { cloud, time } = here;
      const reload = aliceIn(here);
      await cloud.write('bob', 'alice', ['first']);
      const before = await reload();
      if (how === 'the conversation is open') await before.open('bob');
      cloud.fault = (call) => (isSend(call) ? 'answer lost' : undefined);
      cloud.delivering = false;
      const key = before.sendMessage('bob', 'hello');
      await time.settle();
      before.close();
      // So many that the page loaded at the start does not hold the message.
      await cloud.write(
        'bob',
        'alice',
        Array.from({ length: 30 }, (_, index) => `later ${index}`),
      );

      cloud.fault = () => undefined;
      const after = await reload();
      await time.advance(60_000);

      const attempts = callsOf(cloud, 'POST', '/messages').map(({ body }) => JSON.parse(body ?? '') as unknown);
      expect(attempts).toMatchObject([
        { clientId: key, after: 1 },
        { clientId: key, after: 1 },
      ]);
      expect(cloud.logs.get('alice~bob')?.filter(({ sender }) => sender === 'alice')).toHaveLength(1);
      expect(shown(after, 'bob').filter((text) => text.includes('pending'))).toEqual([]);
    },
  );

  it('sends in the order of writing after a reload: retried messages later, new ones last', async () => {
    const here = world();
    const { cloud, time } = here;
    const storage = createMemoryStorage();
    // A storage may return messages in any order.
    const shuffled: OutboxStorage = {
      ...storage,
      load: async (...asked) => (await storage.load(...asked)).toReversed(),
    };
    const reload = aliceIn(here, shuffled);
    const before = await reload();
    await before.open('bob');
    cloud.fault = (call) =>
      !isSend(call) ? undefined : call.body?.includes('again') ? Response.json({}, { status: 403 }) : 'request lost';
    const again = before.sendMessage('bob', 'again');
    for (const text of ['one', 'two', 'three']) before.sendMessage('bob', text);
    await time.settle();
    before.retry('bob', again);
    before.close();

    cloud.fault = () => undefined;
    const after = await reload();
    after.sendMessage('bob', 'four');
    await time.advance(60_000);

    expect(cloud.logs.get('alice~bob')?.map((entry) => 'body' in entry && entry.body)).toEqual([
      'one',
      'two',
      'three',
      'again',
      'four',
    ]);
    expect(shown(after, 'bob')).toEqual(['one', 'two', 'three', 'again', 'four']);
  });

  it('keeps a failed message, with its problem, until its writer decides', async () => {
    const here = world();
    const { cloud, time } = here;
    const storage = createMemoryStorage();
    const plain = (item: UnsentRecord) => JSON.parse(JSON.stringify(item)) as UnsentRecord;
    const reload = aliceIn(here, {
      ...storage,
      put: (person, item) => storage.put(person, plain(item)),
      update: (person, item) => storage.update(person, plain(item)),
    });
    const before = await reload();
    await before.open('bob');
    const [key, gone] = [before.sendMessage('bob', TOO_LONG), before.sendMessage('bob', TOO_LONG)];
    await time.settle();
    const rows = before.state.conversations['bob']?.rows;

    const after = await reload();
    await time.advance(300_000);
    const failed = after.state.conversations['bob']?.rows;
    const attempts = callsOf(cloud, 'POST', '/messages').length;
    after.discardUnsent('bob', gone);
    after.retry('bob', key);
    await time.settle();
    const last = await reload();

    expect(failed).toEqual(rows);
    expect(failed).toMatchObject([
      {
        key,
        state: 'failed',
        problem: { status: 400, code: 'invalid', errors: { body: expect.any(String) as string } },
      },
      { key: gone },
    ]);
    expect(attempts).toBe(2);
    expect(last.state.conversations['bob']?.rows.map((row) => row.key)).toEqual([key]);
    expect(callsOf(cloud, 'POST', '/messages')).toHaveLength(3);
  });

  it('shows conversations with unsent messages although they were not opened, the newest first', async () => {
    const here = world();
    const { cloud, time } = here;
    const reload = aliceIn(here);
    await cloud.write('carol', 'alice', ['hi']);
    const before = await reload();
    cloud.fault = (call) => (isSend(call) ? 'request lost' : undefined);
    await time.advance(1_000);
    before.sendMessage('bob', 'hello');
    await time.settle();

    cloud.fault = noNetwork;
    const after = await reload();
    const peers = [after.state.inbox.map(({ peer }) => peer)];
    cloud.fault = (call) => (isSend(call) ? 'request lost' : undefined);
    await after.catchUp();
    peers.push(after.state.inbox.map(({ peer }) => peer));
    const [key] = after.state.conversations['bob']?.rows.map((row) => row.key) ?? [];
    after.discardUnsent('bob', key ?? '');
    peers.push(after.state.inbox.map(({ peer }) => peer));

    expect(peers).toEqual([['bob'], ['bob', 'carol'], ['carol']]);
    expect(before.state.inbox.map(({ peer }) => peer)).toEqual(['bob', 'carol']);
  });

  it('belongs to one person', async () => {
    const here = world();
    const { cloud, device, time } = here;
    const storage = createMemoryStorage();
    const alice = await device('alice', storage);
    cloud.fault = (call) => (isSend(call) ? 'request lost' : undefined);
    alice.sendMessage('bob', 'secret');
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

  it('does not send what its writer discards while the conversation is being loaded', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    const { late, release } = hold();
    cloud.fault = ({ path }) => (path.startsWith('/messages?') ? { late } : undefined);
    const key = alice.sendMessage('bob', 'hello');
    await time.settle();

    alice.discardUnsent('bob', key);
    release();
    await time.settle();

    expect(callsOf(cloud, 'POST', '/messages')).toEqual([]);
    expect(shown(alice, 'bob')).toEqual([]);
  });
});
