/** Changes of messages and preferences: edits, deletions, reactions, replies. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withChanges } from '#client/changes.ts';
import { replicaOf, withEntries } from '#client/log-replica.ts';
import { NetworkError } from '#client/problem.ts';
import { presentEntry } from '#functions/api/present.ts';
import { withChanges as stored } from '#functions/core/apply.ts';
import { draftOf, logOf, message } from '../functions/support/entries.ts';
import { callsOf, hold, pair, shown } from './devices.ts';

const ID = 'alice~bob.1';

describe('an edit', () => {
  it('is shown on all devices, and in the inbox', async () => {
    const { alice, bob, time } = await pair();

    await alice.editMessage('bob', ID, 'hello!');
    await time.settle();

    for (const [mailbox, peer] of [
      [alice, 'bob'],
      [bob, 'alice'],
    ] as const) {
      expect(mailbox.state.conversations[peer]).toMatchObject({
        rows: [{ body: 'hello!', editedAt: expect.any(String), state: 'sent' }],
        through: 2,
      });
      expect(mailbox.state.inbox).toMatchObject([{ lastMessage: { body: 'hello!' } }]);
    }
  });

  it('is shown in the inbox of the device that made it, although the conversation is not open there', async () => {
    const { device, time } = await pair();
    const phone = await device('alice');
    await time.settle();

    await phone.editMessage('bob', ID, 'hello!');

    expect(phone.state.inbox).toMatchObject([{ lastSeq: 2, lastMessage: { body: 'hello!' } }]);
  });

  it('of a message of the other person is refused, and the rows stay', async () => {
    const { bob } = await pair();

    await expect(bob.editMessage('alice', ID, 'mine')).rejects.toMatchObject({ code: 'not-yours' });
    expect(shown(bob, 'alice')).toEqual(['hello']);
  });

  it('is shown where it was made although its answer was lost', async () => {
    const { alice, cloud, time } = await pair();
    cloud.fault = ({ method }) => (method === 'PATCH' ? 'answer lost' : undefined);

    await expect(alice.editMessage('bob', ID, 'hello!')).rejects.toBeInstanceOf(NetworkError);
    await time.settle();

    expect(shown(alice, 'bob')).toEqual(['hello!']);
  });

  it('is shown although an earlier read of the log was under way when it was made', async () => {
    const { alice, cloud, time } = await pair();
    const { late, release } = hold();
    cloud.fault = ({ path }) => (path.includes('/log') ? { late } : undefined);
    const first = alice.editMessage('bob', ID, 'hello!');
    await time.settle();
    cloud.fault = () => undefined;

    const second = alice.editMessage('bob', ID, 'hello there!');
    await time.settle();
    release();
    await Promise.all([first, second]);

    expect(shown(alice, 'bob')).toEqual(['hello there!']);
  });

  it('is shown late where the log could not be read after it', async () => {
    const { alice, cloud, time } = await pair();
    cloud.fault = ({ path }) => (path.includes('/log') ? 'request lost' : undefined);

    await alice.editMessage('bob', ID, 'hello!');
    expect(shown(alice, 'bob')).toEqual(['hello']);
    cloud.fault = () => undefined;
    await time.advance(60_000);

    expect(shown(alice, 'bob')).toEqual(['hello!']);
  });
});

describe('a deletion', () => {
  it('leaves a placeholder, and removes the text from quotes', async () => {
    const { alice, bob, time } = await pair();
    bob.sendMessage('alice', 'hello yourself', { replyTo: ID });
    await time.settle();
    expect(alice.state.conversations['bob']?.rows[1]).toMatchObject({ quote: { id: ID, body: 'hello' } });

    await alice.deleteMessage('bob', ID);
    await time.settle();

    for (const [mailbox, peer] of [
      [alice, 'bob'],
      [bob, 'alice'],
    ] as const) {
      expect(mailbox.state.conversations[peer]?.rows).toMatchObject([
        { id: ID, body: '', deleted: 'sender' },
        { body: 'hello yourself', quote: { id: ID, body: '', deleted: 'sender' } },
      ]);
    }
  });

  it('is read from the log by a device that was away', async () => {
    const { alice, bob, cloud, time } = await pair();
    cloud.delivering = false;
    await alice.editMessage('bob', ID, 'secret');
    await alice.deleteMessage('bob', ID);
    cloud.calls.length = 0;

    await time.advance(60_000);

    expect(bob.state.conversations['alice']?.rows).toMatchObject([{ body: '', deleted: 'sender' }]);
    expect(callsOf(cloud, 'GET', '/conversations/alice/log')).toHaveLength(1);
  });
});

describe('a reaction', () => {
  it('is shown on all devices until it is taken back', async () => {
    const { alice, bob, time } = await pair();

    await bob.addReaction('alice', ID, '👍');
    await alice.addReaction('bob', ID, '👍');
    await time.settle();
    expect(alice.state.conversations['bob']?.rows).toMatchObject([
      { reactions: [{ emoji: '👍', people: ['alice', 'bob'] }] },
    ]);

    await bob.removeReaction('alice', ID, '👍');
    await alice.removeReaction('bob', ID, '👍');
    await time.settle();
    expect(bob.state.conversations['alice']?.rows[0]).not.toHaveProperty('reactions');
  });
});

describe('a reply', () => {
  it('shows its quote while it is pending', async () => {
    const { bob } = await pair();

    bob.sendMessage('alice', 'hello yourself', { replyTo: ID });

    expect(bob.state.conversations['alice']?.rows[1]).toMatchObject({
      state: 'pending',
      quote: { id: ID, sender: 'alice', body: 'hello' },
    });
  });
});

describe('changes', () => {
  const drafts = fc.array(
    fc.oneof(
      fc.integer({ min: 1, max: 9 }).map((i) => draftOf({ kind: 'edit', target: 1, body: `Edited ${i}` })),
      fc
        .record({ emoji: fc.constantFrom('👍', '❤️'), on: fc.boolean(), byAlice: fc.boolean() })
        .map(({ byAlice, ...how }) =>
          draftOf({ kind: 'reaction', target: 1, ...how }, byAlice ? {} : { sender: 'bob', recipient: 'alice' }),
        ),
      fc.constant(draftOf({ kind: 'deletion', target: 1 })),
    ),
    { maxLength: 8 },
  );

  it('make of a message what the server makes of it: in any order, repeated, with some applied already', () => {
    const history = drafts.chain((list) =>
      fc.record({
        list: fc.constant(list),
        included: fc.subarray(list.map((_, i) => i)),
        order: fc.shuffledSubarray(
          list.map((_, i) => i),
          { minLength: list.length },
        ),
        again: fc.subarray(list.map((_, i) => i)),
      }),
    );
    fc.assert(
      fc.property(history, ({ list, included, order, again }) => {
        const [first, ...rest] = logOf(message('Hello'), ...list);
        if (first?.kind !== 'message') throw new Error('The log does not begin with a message.');
        const changes = rest.filter((entry) => entry.kind !== 'message');
        const base = stored(
          first,
          changes.filter((_, i) => included.includes(i)),
        );
        const entries = [...order, ...again]
          .flatMap((i) => changes[i] ?? [])
          .map((entry) => presentEntry(entry, 'bob'));

        let replica = withEntries(replicaOf({ items: [], through: 0 }), [presentEntry(base, 'bob')] as never);
        for (const entry of entries) replica = withEntries(replica, [entry]);

        expect(replica.messages).toEqual([presentEntry(stored(first, changes), 'bob')]);
        expect(replica.extent.through).toBe(1 + list.length);
      }),
    );
  });

  it('of other messages change nothing here', () => {
    const [first, , change] = logOf(
      message('Hello'),
      message('Another'),
      draftOf({ kind: 'edit', target: 2, body: 'Edited' }),
    );
    if (first?.kind !== 'message' || change?.kind !== 'edit') throw new Error('The log is another one.');
    const told = presentEntry(first, 'bob');

    expect(withChanges(told as never, [presentEntry(change, 'bob') as never])).toEqual(told);
  });
});
