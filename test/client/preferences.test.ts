/** What a person keeps about a conversation: muted, pinned, archived, marked as unread. */

import { describe, expect, it } from 'vitest';
import type { Mailbox } from '#client/mailbox.ts';
import { ApiProblem, NetworkError } from '#client/problem.ts';
import { hold, world } from './devices.ts';

/** Alice and bob, who have one message by alice before them. */
async function pair() {
  const here = world();
  const [alice, bob] = [await here.device('alice'), await here.device('bob')];
  await Promise.all([alice.open('bob'), bob.open('alice')]);
  alice.sendMessage('bob', 'hello');
  await here.time.settle();
  return { ...here, alice, bob };
}

describe('preferences', () => {
  it('mute and pin a conversation, which is above the others while it is pinned', async () => {
    const { alice, time } = await pair();
    await time.advance(1);
    alice.sendMessage('carol', 'hello');
    await time.settle();
    const inbox = () => alice.state.inbox.map(({ peer, muted, pinned }) => [peer, muted, pinned]);

    await alice.updateConversation('bob', { muted: true, pinned: true });
    expect(inbox()).toEqual([
      ['bob', true, true],
      ['carol', false, false],
    ]);
    await alice.updateConversation('bob', { pinned: false });

    expect(inbox()).toEqual([
      ['carol', false, false],
      ['bob', true, false],
    ]);
  });
});

describe('a row of the inbox', () => {
  const rowOf = (mailbox: Mailbox, peer: string) => mailbox.state.inbox.find((row) => row.peer === peer);

  it('shows preferences before the server has them', async () => {
    const { alice, cloud, time } = await pair();
    const { late, release } = hold();
    cloud.fault = ({ method }) => (method === 'PATCH' ? { late } : undefined);

    const mutedUntil = '2030-01-01T08:00:00.000Z';
    const set = alice.updateConversation('bob', { muted: true, mutedUntil, pinned: true });
    expect(rowOf(alice, 'bob')).toMatchObject({ muted: true, mutedUntil, pinned: true });
    const unmuted = alice.updateConversation('bob', { muted: false });
    expect(rowOf(alice, 'bob')).toMatchObject({ muted: false, pinned: true });
    release();
    await Promise.all([set, unmuted]);
    await time.settle();

    expect(rowOf(alice, 'bob')).toMatchObject({ muted: false, pinned: true });
    expect(rowOf(alice, 'bob')).not.toHaveProperty('mutedUntil');
  });

  it.each([
    { fault: 'request lost', reason: NetworkError },
    { fault: Response.json({ message: 'Limit Exceeded' }, { status: 429 }), reason: ApiProblem },
  ] as const)(
    'shows again what the server has where it refuses them, or there is no network',
    async ({ fault, reason }) => {
      const { alice, cloud, time } = await pair();
      cloud.fault = ({ method }) => (method === 'PATCH' ? fault : undefined);

      const archived = alice.updateConversation('bob', { archivedThrough: 1 });
      expect(rowOf(alice, 'bob')).toMatchObject({ archived: true });

      await expect(archived).rejects.toThrow(reason);
      await time.settle();
      expect(rowOf(alice, 'bob')).not.toHaveProperty('archived');
    },
  );

  it('is archived until a message comes', async () => {
    const { alice, bob, time } = await pair();
    await alice.updateConversation('bob', { archivedThrough: rowOf(alice, 'bob')?.lastMessage?.seq ?? 0 });
    expect(rowOf(alice, 'bob')).toMatchObject({ archived: true });

    bob.sendMessage('alice', 'are you there?');
    await time.settle();

    expect(rowOf(alice, 'bob')).not.toHaveProperty('archived');
    await alice.catchUp();
    expect(rowOf(alice, 'bob')).not.toHaveProperty('archived');
  });

  it('is marked as unread until it is read, on any device', async () => {
    const { alice, device, time } = await pair();
    const phone = await device('alice');
    const seq = rowOf(alice, 'bob')?.lastSeq ?? 0;
    alice.markRead('bob', seq);
    await time.advance(1_000);
    await alice.updateConversation('bob', { markedUnread: true });
    await phone.catchUp();
    expect([rowOf(alice, 'bob'), rowOf(phone, 'bob')]).toMatchObject([{ markedUnread: true }, { markedUnread: true }]);

    alice.markRead('bob', seq);
    expect(rowOf(alice, 'bob')).not.toHaveProperty('markedUnread');
    await time.advance(1_000);

    for (const mailbox of [alice, phone]) expect(rowOf(mailbox, 'bob')).not.toHaveProperty('markedUnread');
    await alice.catchUp();
    expect(rowOf(alice, 'bob')).not.toHaveProperty('markedUnread');
  });

  it.each([0, 2])(
    'stays marked as unread though what was read before reaches the server later (%i retries)',
    async (lost) => {
      const { alice, cloud, time } = await pair();
      let attempts = 0;
      cloud.fault = ({ path }) => (path.endsWith('/read') && attempts++ < lost ? 'request lost' : undefined);

      alice.markRead('bob', rowOf(alice, 'bob')?.lastSeq ?? 0);
      const marked = alice.updateConversation('bob', { markedUnread: true });
      expect(rowOf(alice, 'bob')).toMatchObject({ markedUnread: true });
      await time.advance(5_000);
      await marked;
      await alice.catchUp();

      expect(attempts).toBe(lost + 1);
      expect(rowOf(alice, 'bob')).toMatchObject({ markedUnread: true });
    },
  );

  it('is read where the mark is still on its way to the server', async () => {
    const { alice, cloud, time } = await pair();
    const seq = rowOf(alice, 'bob')?.lastSeq ?? 0;
    const { late, release } = hold();
    cloud.fault = ({ method }) => (method === 'PATCH' ? { late } : undefined);

    alice.markRead('bob', seq);
    const marked = alice.updateConversation('bob', { markedUnread: true });
    alice.markRead('bob', seq);
    expect(rowOf(alice, 'bob')).not.toHaveProperty('markedUnread');
    await time.advance(1_000);
    release();
    await marked;
    await time.advance(1_000);
    await alice.catchUp();

    const changes = cloud.calls.filter(({ method, path }) => method === 'PATCH' || path.endsWith('/read'));
    expect(changes.map(({ method }) => method)).toEqual(['POST', 'PATCH', 'POST']);
    expect(rowOf(alice, 'bob')).not.toHaveProperty('markedUnread');
  });

  it('has the name of the other person', async () => {
    const { alice } = await pair();
    await alice.catchUp();

    expect(rowOf(alice, 'bob')?.peerName).toBe('bob');
  });
});
