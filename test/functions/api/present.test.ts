/** What the API shows of stored entries, to whom, and in which form. */

import { describe, expect, it } from 'vitest';
import { Entry, Message } from '#contract/schemas.ts';
import { presentEntry, presentMessage, timestampOf } from '#functions/api/present.ts';
import { withChanges } from '#functions/core/apply.ts';
import type { Draft, MessageEntry } from '#functions/core/entry.ts';
import { NOW } from '../support/clock.ts';
import { deletion, draftOf, edit, logOf, message, reaction } from '../support/entries.ts';

const log = logOf(message('Hello', { clientId: 'mine', origin: 'socket-1' }), edit(1), deletion(1), reaction(1));

describe('an entry', () => {
  it.each([
    ['message', 0, { body: 'Hello' }],
    ['edit', 1, { target: 'alice~bob.1', body: 'Hello!' }],
    ['deletion', 2, { target: 'alice~bob.1', by: 'sender' }],
    ['reaction', 3, { target: 'alice~bob.1', emoji: '👍', on: true }],
  ])('of kind %s shows its content, and nothing of how it is stored', (kind, index, said) => {
    const [entry] = log.slice(index, index + 1);
    const shown = entry && presentEntry(entry, 'bob');

    expect(shown).toEqual({
      id: `alice~bob.${index + 1}`,
      kind,
      sender: 'alice',
      recipient: 'bob',
      seq: index + 1,
      timestamp: timestampOf(entry?.timestamp ?? 0),
      ...said,
    });
    expect(Entry.parse(shown)).toEqual(shown);
  });

  it('shows its clientId only to its sender', () => {
    for (const entry of log) {
      expect(presentEntry(entry, 'alice')).toHaveProperty('clientId', entry.clientId);
      expect(presentEntry(entry, 'bob')).not.toHaveProperty('clientId');
    }
  });

  it('that is a message is the same in every list', () => {
    const [entry] = log;

    expect(entry?.kind === 'message' && presentMessage(entry, 'alice')).toEqual(entry && presentEntry(entry, 'alice'));
  });
});

describe('a message that was changed', () => {
  const changed = (...changes: readonly Draft[]) => {
    const [first, ...rest] = logOf(message('Hello'), ...changes);
    if (first?.kind !== 'message') return expect.fail('There is no message');
    return presentMessage(
      withChanges(
        first,
        rest.filter((entry) => entry.kind !== 'message'),
      ),
      'bob',
    );
  };
  const fromBob = { sender: 'bob', recipient: 'alice' };
  const heart = (on: boolean, people = {}) => draftOf({ kind: 'reaction', target: 1, emoji: '❤️', on }, people);

  it('shows when it was edited', () => {
    expect(changed(edit(1))).toMatchObject({ body: 'Hello!', editedAt: timestampOf(NOW) });
  });

  it('shows who reacted with what, in an order that does not depend on time', () => {
    expect(changed(reaction(1), heart(true, fromBob), heart(true), reaction(1, fromBob), heart(false))).toMatchObject({
      reactions: [
        { emoji: '❤️', people: ['bob'] },
        { emoji: '👍', people: ['alice', 'bob'] },
      ],
    });
  });

  it('does not show reactions that were taken back', () => {
    expect(changed(heart(true), heart(false))).not.toHaveProperty('reactions');
  });

  it('is a placeholder once anyone has deleted it', () => {
    for (const [by, draft] of [
      ['sender', deletion(1)],
      ['moderator', draftOf({ kind: 'deletion', target: 1, by: 'moderator' })],
    ] as const) {
      const shown = changed(edit(1), reaction(1), draft);

      expect(shown).toMatchObject({ body: '', deleted: by });
      expect(shown).not.toHaveProperty('editedAt');
      expect(shown).not.toHaveProperty('reactions');
      expect(Message.parse(shown)).toEqual(shown);
    }
  });
});

describe('a reply', () => {
  const [first, reply] = logOf(
    message('Shall we?'),
    draftOf({ kind: 'message', body: 'Yes', replyTo: 1 }, { sender: 'bob', recipient: 'alice' }),
  );
  if (first?.kind !== 'message' || reply?.kind !== 'message') throw new Error('The log is another one.');

  it('quotes the message it replies to, as it reads now', () => {
    const quoting = (quoted: MessageEntry) => presentMessage(reply, 'alice', new Map([['alice~bob.1', quoted]])).quote;

    expect(quoting(first)).toEqual({ id: 'alice~bob.1', sender: 'alice', body: 'Shall we?' });
    expect(quoting({ ...first, body: '', deletionSeq: 3, deletedBy: 'moderator' })).toMatchObject({
      body: '',
      deleted: 'moderator',
    });
  });

  it('has no quote where none was read', () => {
    expect(presentMessage(reply, 'alice')).not.toHaveProperty('quote');
  });
});

describe('a time', () => {
  it('is shown in UTC with milliseconds', () => {
    expect(timestampOf(NOW)).toBe('2026-01-02T03:04:05.678Z');
    expect(timestampOf(0)).toBe('1970-01-01T00:00:00.000Z');
  });
});
