/** Who may send to whom, and what a first message creates. */

import { describe, expect, it, vi } from 'vitest';
import { Refusal } from '#contract/refusal.ts';
import type { Limits } from '#functions/core/limits.ts';
import type { DistinctCounters } from '#functions/core/ports.ts';
import { sendMessage, type SendRequest, type SendServices, type Sent } from '#functions/core/send-message.ts';
import type { User } from '#functions/core/user.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { logOf, message as draftOf, messages, reaction } from '../support/entries.ts';
import { MemoryOwners, MemoryPosts } from '../support/memory-feed.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { MemoryLog } from '../support/memory-log.ts';

const bob: User = { username: 'bob', displayName: 'Bob', createdAt: 0 };

function world(log = new MemoryLog(), limits: Limits = {}, take: DistinctCounters['take'] = async () => true) {
  const recipient = vi
    .fn<SendServices['recipients']['load']>()
    .mockResolvedValue({ profile: bob, blocksSender: false });
  const [posts, owners] = [new MemoryPosts(), new MemoryOwners()];
  const openConversation = vi.fn<SendServices['conversations']['open']>().mockResolvedValue(undefined);
  // A new promise: the mock's own would hide an unhandled rejection.
  const lookUp: SendServices['recipients']['load'] = async (...people) => recipient(...people);
  const given: SendRequest = {
    sender: 'alice',
    recipient: 'bob',
    body: 'Hello',
    replyTo: undefined,
    clientId: 'name',
    after: 0,
    requestId: 'first',
    origin: undefined,
  };
  const services = {
    ...memoryFiles(),
    log,
    recipients: { load: lookUp },
    posts,
    owners,
    conversations: { open: openConversation },
    distinctCounters: { take },
    clock: manualClock(),
    limits,
  };
  const sending = (more: Partial<SendRequest> = {}): Promise<Sent> => sendMessage(services, { ...given, ...more });
  return { log, recipient, posts, owners, openConversation, sending };
}

describe('a message', () => {
  it('is stored before it is answered', async () => {
    const { log, sending } = world();

    const { message, created } = await sending({ origin: 'socket-1' });

    expect(created).toBe(true);
    expect(message).toMatchObject({
      seq: 1,
      kind: 'message',
      body: 'Hello',
      sender: 'alice',
      recipient: 'bob',
      clientId: 'name',
      origin: 'socket-1',
      timestamp: NOW,
    });
    expect(log.entries).toEqual([message]);
  });

  it('has no origin where its sender named none', async () => {
    const { sending } = world();

    expect((await sending()).message).not.toHaveProperty('origin');
  });

  it("that is the first creates both people's rows before it is written", async () => {
    const { log, openConversation, sending } = world();
    openConversation.mockImplementation(async () => expect(log.entries).toEqual([]));

    await sending();

    expect(openConversation).toHaveBeenCalledExactlyOnceWith('alice', 'bob', NOW);
    expect(log.entries).toHaveLength(1);
  });

  it('that is the first is not written where the rows could not be created', async () => {
    const { log, openConversation, sending } = world();
    openConversation.mockRejectedValue(new Error('Throttled'));

    await expect(sending()).rejects.toThrow('Throttled');
    expect(log.entries).toEqual([]);
  });

  it('that is the first is counted before anything is written, and refused beyond the limit', async () => {
    const { log, openConversation, sending } = world(new MemoryLog(), { conversationsPerHour: 1 }, async () => false);

    await expect(sending()).rejects.toMatchObject({ code: 'too-many-requests' });

    expect(openConversation).not.toHaveBeenCalled();
    expect(log.entries).toEqual([]);
  });

  it('that is one of ten at once counts as one conversation', async () => {
    const begun = new Set<string>();
    const { log, sending } = world(
      new MemoryLog(),
      { conversationsPerHour: 20 },
      async (_, peer, limit) => begun.size < limit && Boolean(begun.add(peer)),
    );

    await Promise.all(
      Array.from({ length: 10 }, (_, i) => sending({ clientId: `name-${i}`, requestId: `request-${i}` })),
    );

    expect(log.entries).toHaveLength(10);
    expect([...begun]).toEqual(['bob']);
  });

  it('that is a later one creates no rows', async () => {
    const { openConversation, sending } = world(new MemoryLog(messages(2)));

    await sending({ after: 2 });

    expect(openConversation).not.toHaveBeenCalled();
  });

  it('to an unknown user is refused, naming the field', async () => {
    const { log, recipient, sending } = world();
    recipient.mockResolvedValue({ profile: undefined, blocksSender: false });

    for (const after of [undefined, 0, 5]) {
      await expect(sending({ after })).rejects.toMatchObject({
        code: 'not-found',
        errors: { recipient: expect.any(String) },
      });
    }
    expect(log.entries).toEqual([]);
  });

  it('to a person who is deleted, disabled or has blocked the sender is refused the same way', async () => {
    const { log, recipient, sending } = world();
    const recipients = [
      { profile: { ...bob, deletedAt: 1 }, blocksSender: false },
      { profile: { ...bob, disabledAt: 1 }, blocksSender: false },
      { profile: bob, blocksSender: true },
      { profile: { ...bob, deletedAt: 1 }, blocksSender: true },
    ];

    for (const one of recipients) {
      recipient.mockResolvedValue(one);
      await expect(sending()).rejects.toEqual(new Refusal('not-accepting', 'This person does not accept messages.'));
    }
    expect(log.entries).toEqual([]);
    expect(recipient).toHaveBeenCalledWith('bob', 'alice', undefined);
  });

  it('fails where the recipient could not be read', async () => {
    const { log, recipient, sending } = world();
    recipient.mockRejectedValue(new Error('Throttled'));

    await expect(sending()).rejects.toThrow('Throttled');
    expect(log.entries).toEqual([]);
  });

  it('can reply to another one of the conversation, and stores its position, not its text', async () => {
    const { log, sending } = world(new MemoryLog(messages(2)));

    await sending({ after: 2, replyTo: 'alice~bob.1' });

    expect(log.entries.at(-1)).toMatchObject({ seq: 3, replyTo: 1 });
    expect(log.entries.at(-1)?.digest).not.toBe((await sending({ clientId: 'other' })).message.digest);
  });

  it.each(['alice~carol.1', 'alice~bob.3', 'alice~bob.9', 'alice~bob.0', 'bob~alice.1', ''])(
    'that replies to %j, which is not a message of the conversation, is refused',
    async (replyTo) => {
      const { log, sending } = world(new MemoryLog(logOf(draftOf(), draftOf(), reaction(1))));

      await expect(sending({ after: 3, replyTo })).rejects.toMatchObject({
        code: 'invalid',
        errors: { replyTo: expect.any(String) },
      });
      expect(log.entries).toHaveLength(3);
    },
  );

  it('can be a note to oneself', async () => {
    const { log, sending } = world();

    await sending({ recipient: 'alice' });

    expect(log.of('alice~alice')).toMatchObject([{ seq: 1, sender: 'alice', recipient: 'alice' }]);
  });
});

describe('a repeated message', () => {
  it.each([
    ['does not exist any more', async () => ({ profile: undefined, blocksSender: false })],
    ['was deleted', async () => ({ profile: { ...bob, deletedAt: 1 }, blocksSender: false })],
    ['has blocked its sender', async () => ({ profile: bob, blocksSender: true })],
    ['could not be looked up', () => Promise.reject(new Error('Throttled'))],
  ])('gets the same answer although its recipient %s', async (_, lookUp) => {
    const { log, recipient, sending } = world();
    const first = await sending();
    recipient.mockImplementation(lookUp);

    const second = await sending({ requestId: 'second' });

    expect(second).toEqual({ message: first.message, created: false });
    expect(log.entries).toHaveLength(1);
  });

  it('with another text is refused', async () => {
    const { sending } = world();
    await sending();

    await expect(sending({ requestId: 'second', body: 'Goodbye' })).rejects.toMatchObject({ code: 'client-id-taken' });
  });
});
