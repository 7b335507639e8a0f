import { describe, expect, it, vi } from 'vitest';
import { apply } from '#functions/core/apply.ts';
import {
  addReaction,
  deleteAsModerator,
  deleteMessage,
  editMessage,
  removeReaction,
  type ChangeRequest,
} from '#functions/core/change-message.ts';
import { headOf, type Draft } from '#functions/core/entry.ts';
import type { Recipients } from '#functions/core/ports.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { deletion, draftOf, edit, logOf, message, reaction } from '../support/entries.ts';
import { MemoryLog } from '../support/memory-log.ts';

/** A log of these drafts, of which nothing has been applied. */
function world(...drafts: readonly Draft[]) {
  const log = new MemoryLog(logOf(...drafts));
  const recipientOf = vi.fn<Recipients['load']>(async (username) => ({
    profile: { username, displayName: username, createdAt: 0 },
    blocksSender: false,
  }));
  const services = {
    log,
    recipients: { load: recipientOf },
    clock: manualClock(),
    limits: { sends: { perMinute: 60, burst: 300 } },
  };
  let requests = 0;
  const requestOf = (more: Partial<ChangeRequest> = {}): ChangeRequest => ({
    person: 'alice',
    position: { conversation: 'alice~bob', seq: 1 },
    clientId: `name-${++requests}`,
    requestId: `request-${requests}`,
    origin: undefined,
    ...more,
  });
  return {
    log,
    recipientOf,
    editing: (body: string, more?: Partial<ChangeRequest>) => editMessage(services, { ...requestOf(more), body }),
    reacting: (emoji: string, on: boolean, more?: Partial<ChangeRequest>) =>
      (on ? addReaction : removeReaction)(services, { ...requestOf(more), emoji }),
    deleting: (more?: Partial<ChangeRequest>) => deleteMessage(services, requestOf(more)),
    moderating: (more?: Partial<ChangeRequest>) => deleteAsModerator(services, requestOf({ person: 'admin', ...more })),
  };
}

describe('an edit', () => {
  it('is an entry of the log, and in the message before it is answered', async () => {
    const { log, editing } = world(message('Hello'), message('More'));

    const edited = await editing('Hello!', { origin: 'socket-1' });

    expect(edited).toMatchObject({ seq: 1, body: 'Hello!', editSeq: 3 });
    expect(log.entries).toMatchObject([
      edited,
      { seq: 2 },
      { seq: 3, kind: 'edit', target: 1, body: 'Hello!', sender: 'alice', recipient: 'bob', origin: 'socket-1' },
    ]);
  });

  it('to the same text appends nothing', async () => {
    const { log, editing } = world(message('Hello'));

    expect(await editing('Hello')).toMatchObject({ seq: 1, body: 'Hello' });
    expect(log.entries).toHaveLength(1);
  });

  it('is one of two hundred of a message at most, which can still be deleted, and all their texts with it', async () => {
    const { log, editing, deleting } = world(message('Text'));
    for (let i = 1; i <= 200; i++) await editing(`Text ${i}`);

    await expect(editing('Text once more')).rejects.toMatchObject({ code: 'too-many-edits' });
    expect(await editing('Text 200')).toMatchObject({ body: 'Text 200' });
    await deleting();

    expect(log.entries).toHaveLength(202);
    expect(JSON.stringify(log.entries)).not.toContain('Text');
  });

  it('of a deleted message is refused, and so is one that a deletion overtakes, of which no text stays', async () => {
    const { log, editing, deleting } = world(message('Hello'));
    vi.spyOn(log, 'tail').mockImplementationOnce(async (conversation) => {
      await deleting();
      return log.of(conversation).at(-1);
    });

    await expect(editing('Secret')).rejects.toMatchObject({ code: 'deleted' });
    await expect(editing('Secret')).rejects.toMatchObject({ code: 'deleted' });

    expect(log.entries.map(({ kind }) => kind)).toEqual(['message', 'deletion', 'edit']);
    expect(JSON.stringify(log.entries)).not.toMatch(/Hello|Secret/);
  });
});

describe('a deletion', () => {
  it('erases the text of the message and of its edits, and keeps its place and name', async () => {
    const { log, editing, deleting } = world(message('Hello', { clientId: 'mine' }));
    await editing('Hello!');
    await editing('Hello?');

    await deleting();

    expect(JSON.stringify(log.entries)).not.toContain('Hello');
    expect(log.entries).toMatchObject([
      { seq: 1, clientId: 'mine', body: '', digest: '', deletedBy: 'sender' },
      { seq: 2 },
      { seq: 3 },
      { seq: 4, kind: 'deletion', target: 1 },
    ]);
  });

  it('of a deleted message appends nothing', async () => {
    const { log, deleting, moderating } = world(message('Hello'));
    await deleting();

    await deleting();
    await moderating();

    expect(log.entries).toHaveLength(2);
  });

  it('by a moderator is said to be one, and is told to the two people as if it was its sender who wrote it', async () => {
    const { log, moderating } = world(message('Hello', { sender: 'bob', recipient: 'alice' }));

    await moderating();

    expect(log.entries).toMatchObject([
      { body: '', deletedBy: 'moderator' },
      { kind: 'deletion', by: 'moderator', sender: 'bob', recipient: 'alice' },
    ]);
  });
});

describe('a reaction', () => {
  const bob = { person: 'bob' };

  it('is an entry of the log and of the message, by either of the two people, until it is taken back', async () => {
    const { log, reacting } = world(message('Hello'));

    await reacting('👍', true, bob);
    await reacting('👍', true);
    await reacting('👍', false, bob);

    expect(log.entries).toMatchObject([
      { 'r#alice#👍': { seq: 3, on: true }, 'r#bob#👍': { seq: 4, on: false } },
      { kind: 'reaction', target: 1, emoji: '👍', on: true, sender: 'bob', recipient: 'alice' },
      { kind: 'reaction', sender: 'alice' },
      { kind: 'reaction', on: false },
    ]);
  });

  it('that is so already appends nothing', async () => {
    const { log, reacting } = world(message('Hello'));

    await reacting('👍', false);
    await reacting('👍', true);
    await reacting('👍', true);

    expect(log.entries).toHaveLength(2);
  });

  it('may be one of twenty different ones a person ever put to a message', async () => {
    const { log, reacting } = world(message('Hello'));
    const emojis = Array.from({ length: 21 }, (_, i) => String.fromCodePoint(0x1f600 + i));
    for (const emoji of emojis.slice(0, 20)) await reacting(emoji, true);
    await reacting(emojis[0] ?? '', false);

    await expect(reacting(emojis[20] ?? '', true)).rejects.toMatchObject({ code: 'too-many-reactions' });
    await reacting(emojis[0] ?? '', true);
    await reacting(emojis[20] ?? '', true, bob);

    expect(log.entries).toHaveLength(1 + 23);
  });

  it('can be taken back, and put again, also by whoever came to more than twenty by putting them at once', async () => {
    const emojis = Array.from({ length: 21 }, (_, i) => String.fromCodePoint(0x1f600 + i));
    const { log, reacting } = world(
      message('Hello'),
      ...emojis.map((emoji) => draftOf({ kind: 'reaction', target: 1, emoji, on: true })),
    );
    for (const entry of log.of('alice~bob')) await apply(entry, log);

    await reacting(emojis[0] ?? '', false);
    await reacting(emojis[0] ?? '', true);

    await expect(reacting('👍', true)).rejects.toMatchObject({ code: 'too-many-reactions' });
  });

  it('to a deleted message is refused', async () => {
    const { reacting, deleting } = world(message('Hello'));
    await deleting();

    await expect(reacting('👍', true)).rejects.toMatchObject({ code: 'deleted' });
  });
});

describe('a change', () => {
  it("of another's message is refused", async () => {
    const { log, editing, deleting } = world(message('Hello'));

    await expect(editing('Mine', { person: 'bob' })).rejects.toMatchObject({ code: 'not-yours' });
    await expect(deleting({ person: 'bob' })).rejects.toMatchObject({ code: 'not-yours' });
    expect(log.entries).toHaveLength(1);
  });

  it('is an entry like others where entries are limited', async () => {
    const { log, editing } = world(message('Hello'));

    await editing('Hello!');

    expect(log.entries.at(-1)?.arrivalTimes).toEqual({ alice: NOW + 1000 });
  });

  it('that brings something to somebody who blocks me is refused; one that takes away is not', async () => {
    const { log, recipientOf, editing, reacting, deleting } = world(message('Hello'));
    await reacting('👍', true);
    recipientOf.mockResolvedValue({
      profile: { username: 'bob', displayName: 'Bob', createdAt: 0 },
      blocksSender: true,
    });

    await expect(editing('Listen!')).rejects.toMatchObject({ code: 'not-accepting' });
    await expect(reacting('❤️', true)).rejects.toMatchObject({ code: 'not-accepting' });
    await reacting('👍', false);
    await deleting();

    expect(log.entries.map(({ kind }) => kind)).toEqual(['message', 'reaction', 'reaction', 'deletion']);
    expect(recipientOf).toHaveBeenCalledWith('bob', 'alice');
  });

  it.each([
    ["a third person's", { person: 'carol' }],
    ['one that does not exist', { position: { conversation: 'alice~bob', seq: 9 } }],
    ['one that is no message', { position: { conversation: 'alice~bob', seq: 2 } }],
    ['a deletion', { position: { conversation: 'alice~bob', seq: 3 } }],
  ])('of %s finds nothing', async (_, request) => {
    const { log, editing, deleting, reacting } = world(message('Hello'), edit(1), deletion(1));

    await expect(editing('Mine', request)).rejects.toMatchObject({ code: 'not-found' });
    await expect(deleting(request)).rejects.toMatchObject({ code: 'not-found' });
    await expect(reacting('👍', true, request)).rejects.toMatchObject({ code: 'not-found' });
    expect(log.entries).toHaveLength(3);
  });
});

describe('a change to how a message read before, while a change that was appended is not applied yet', () => {
  const consume = async (log: MemoryLog) => {
    for (const entry of log.of('alice~bob')) await apply(entry, log);
  };

  it('is an edit that stays once both are applied', async () => {
    const { log, editing } = world(message('Hello'), edit(1));

    expect(await editing('Hello')).toMatchObject({ body: 'Hello', editSeq: 3 });
    await consume(log);

    expect(log.entries[0]).toMatchObject({ body: 'Hello', editSeq: 3 });
  });

  const byBob = { sender: 'bob', recipient: 'alice' };

  it('is a reaction that stays taken back once both are applied', async () => {
    const { log, reacting } = world(message('Hello'), reaction(1, byBob));

    await reacting('👍', false, { person: 'bob' });
    await consume(log);

    expect(log.entries[0]).toMatchObject({ 'r#bob#👍': { seq: 3, on: false } });
  });

  it('is a reaction that stays put once both are applied', async () => {
    const { log, reacting } = world(
      message('Hello'),
      reaction(1, byBob),
      draftOf({ kind: 'reaction', target: 1, emoji: '👍', on: false }, byBob),
    );
    for (const entry of log.entries.slice(0, 2)) await apply(entry, log);

    await reacting('👍', true, { person: 'bob' });
    await consume(log);

    expect(log.entries[0]).toMatchObject({ 'r#bob#👍': { seq: 4, on: true } });
  });

  it('is seen also where it is applied between the two reads', async () => {
    const { log, editing } = world(message('Hello'), edit(1));
    vi.spyOn(log, 'heads').mockImplementationOnce(async () => {
      await consume(log);
      return log.entries.slice(1).map(headOf);
    });

    expect(await editing('Hello')).toMatchObject({ body: 'Hello', editSeq: 3 });
  });

  it('of which one is a deletion is refused', async () => {
    const { editing, reacting } = world(message('Hello'), deletion(1));

    await expect(editing('Hello')).rejects.toMatchObject({ code: 'deleted' });
    await expect(reacting('👍', false)).rejects.toMatchObject({ code: 'deleted' });
  });
});
