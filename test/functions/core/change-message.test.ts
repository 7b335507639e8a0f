/** Who may change a message, and what is appended for it. */

import { describe, expect, it, vi } from 'vitest';
import { apply } from '#functions/core/apply.ts';
import { changes } from '../support/changes.ts';
import { NOW } from '../support/clock.ts';
import { deletion, draftOf, edit, message } from '../support/entries.ts';

describe('an edit', () => {
  it('is an entry of the log, and in the message before it is answered', async () => {
    const { log, editing } = changes(message('Hello'), message('More'));

    const edited = await editing('Hello!', { origin: 'socket-1' });

    expect(edited).toMatchObject({ seq: 1, body: 'Hello!', editSeq: 3 });
    expect(log.entries).toMatchObject([
      edited,
      { seq: 2 },
      { seq: 3, kind: 'edit', target: 1, body: 'Hello!', sender: 'alice', recipient: 'bob', origin: 'socket-1' },
    ]);
  });

  it('to the same text appends nothing', async () => {
    const { log, editing } = changes(message('Hello'));

    expect(await editing('Hello')).toMatchObject({ seq: 1, body: 'Hello' });
    expect(log.entries).toHaveLength(1);
  });

  it('may leave no text where the message has attachments, and is refused elsewhere', async () => {
    const attachments = [{ id: 'one', type: 'image/png', bytes: 5 }];
    const { log, editing } = changes(Object.assign(message('A flat tyre'), { attachments, files: ['kept/one'] }));
    const { log: plain, editing: editingPlain } = changes(message('Hello'));

    expect(await editing('')).toMatchObject({ body: '', attachments, editSeq: 2 });
    await expect(editingPlain('')).rejects.toMatchObject({
      code: 'invalid',
      errors: { body: 'The text is empty' },
    });

    expect(log.entries).toMatchObject([{ body: '' }, { kind: 'edit', body: '' }]);
    expect(plain.entries).toHaveLength(1);
  });

  it('is limited to two hundred per message, which can still be deleted with all its texts', async () => {
    const { log, editing, deleting } = changes(message('Text'));
    for (let i = 1; i <= 200; i++) await editing(`Text ${i}`);

    await expect(editing('Text once more')).rejects.toMatchObject({ code: 'too-many-edits' });
    expect(await editing('Text 200')).toMatchObject({ body: 'Text 200' });
    await deleting();

    expect(log.entries).toHaveLength(202);
    expect(JSON.stringify(log.entries)).not.toContain('Text');
  });

  it('of a deleted message is refused, as is one overtaken by a deletion, and no text stays', async () => {
    const { log, editing, deleting } = changes(message('Hello'));
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
  it('erases the text of the message and of its edits, and keeps its position and clientId', async () => {
    const { log, editing, deleting } = changes(message('Hello', { clientId: 'mine' }));
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
    const { log, deleting, moderating } = changes(message('Hello'));
    await deleting();

    await deleting();
    await moderating();

    expect(log.entries).toHaveLength(2);
  });

  it('by a moderator says so, and is announced to the two people as if its sender wrote it', async () => {
    const { log, moderating } = changes(message('Hello', { sender: 'bob', recipient: 'alice' }));

    await moderating();

    expect(log.entries).toMatchObject([
      { body: '', deletedBy: 'moderator' },
      { kind: 'deletion', by: 'moderator', sender: 'bob', recipient: 'alice' },
    ]);
  });
});

describe('a reaction', () => {
  const bob = { person: 'bob' };

  it('of either person is in the log and in the message, until it is taken back', async () => {
    const { log, reacting } = changes(message('Hello'));

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

  it('that changes nothing appends nothing', async () => {
    const { log, reacting } = changes(message('Hello'));

    await reacting('👍', false);
    await reacting('👍', true);
    await reacting('👍', true);

    expect(log.entries).toHaveLength(2);
  });

  it('is limited to twenty different emojis per person and message', async () => {
    const { log, reacting } = changes(message('Hello'));
    const emojis = Array.from({ length: 21 }, (_, i) => String.fromCodePoint(0x1f600 + i));
    for (const emoji of emojis.slice(0, 20)) await reacting(emoji, true);
    await reacting(emojis[0] ?? '', false);

    await expect(reacting(emojis[20] ?? '', true)).rejects.toMatchObject({ code: 'too-many-reactions' });
    await reacting(emojis[0] ?? '', true);
    await reacting(emojis[20] ?? '', true, bob);

    expect(log.entries).toHaveLength(1 + 23);
  });

  it('can be taken back and added again, even beyond twenty, which concurrent requests can reach', async () => {
    const emojis = Array.from({ length: 21 }, (_, i) => String.fromCodePoint(0x1f600 + i));
    const { log, reacting } = changes(
      message('Hello'),
      ...emojis.map((emoji) => draftOf({ kind: 'reaction', target: 1, emoji, on: true })),
    );
    for (const entry of log.of('alice~bob')) await apply(entry, log);

    await reacting(emojis[0] ?? '', false);
    await reacting(emojis[0] ?? '', true);

    await expect(reacting('👍', true)).rejects.toMatchObject({ code: 'too-many-reactions' });
  });

  it('to a deleted message is refused', async () => {
    const { reacting, deleting } = changes(message('Hello'));
    await deleting();

    await expect(reacting('👍', true)).rejects.toMatchObject({ code: 'deleted' });
  });
});

describe('a change', () => {
  it("of another's message is refused", async () => {
    const { log, editing, deleting } = changes(message('Hello'));

    await expect(editing('Mine', { person: 'bob' })).rejects.toMatchObject({ code: 'not-yours' });
    await expect(deleting({ person: 'bob' })).rejects.toMatchObject({ code: 'not-yours' });
    expect(log.entries).toHaveLength(1);
  });

  it('counts as an entry where entries are limited', async () => {
    const { log, editing } = changes(message('Hello'));

    await editing('Hello!');

    expect(log.entries.at(-1)?.arrivalTimes).toEqual({ alice: NOW + 1000 });
  });

  it('that adds something for a person who blocks me is refused; one that removes something is not', async () => {
    const { log, recipientOf, editing, reacting, deleting } = changes(message('Hello'));
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
    const { log, editing, deleting, reacting } = changes(message('Hello'), edit(1), deletion(1));

    await expect(editing('Mine', request)).rejects.toMatchObject({ code: 'not-found' });
    await expect(deleting(request)).rejects.toMatchObject({ code: 'not-found' });
    await expect(reacting('👍', true, request)).rejects.toMatchObject({ code: 'not-found' });
    expect(log.entries).toHaveLength(3);
  });
});
