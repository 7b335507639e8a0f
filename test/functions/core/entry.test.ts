/** The running state that entries carry, heads, unread counts and digests. */

import { describe, expect, it } from 'vitest';
import { digestOf } from '#functions/core/digest.ts';
import { nextEntry, headOf, type Draft, type Entry } from '#functions/core/entry.ts';
import { unreadOf } from '#functions/core/unread.ts';
import { NOW } from '../support/clock.ts';
import { deletion, draftOf, edit, logOf, message, messages, reaction } from '../support/entries.ts';

const fromBob = { sender: 'bob', recipient: 'alice' };

describe('an entry', () => {
  it('has its position, its time and everything in the draft', () => {
    const draft = message('Hello', { origin: 'socket-1' });

    expect(nextEntry(undefined, draft, NOW)).toEqual({
      ...draft,
      conversation: 'alice~bob',
      seq: 1,
      timestamp: NOW,
      counts: { alice: 1 },
      lastMessage: 1,
      lastMessageAt: NOW,
      newDay: true,
    });
  });

  it('says that it is the first message of its UTC day, and no other entry does', () => {
    const log: Entry[] = [];
    const write = (draft: Draft, at: number) => log.push(nextEntry(log.at(-1), draft, at));

    for (const at of ['2026-01-02T23:59:59.999Z', '2026-01-02T23:59:59.999Z', '2026-01-03T00:00:00.000Z'])
      write(message(), Date.parse(at));
    write(edit(1), Date.parse('2026-01-04T00:00:00.000Z'));
    write(message(), Date.parse('2026-01-04T00:00:00.001Z'));

    expect(log.map(({ newDay }) => newDay)).toEqual([true, undefined, true, undefined, true]);
  });

  it('is in the same conversation whichever of the two wrote it', () => {
    expect(nextEntry(undefined, message('Hi', fromBob), NOW).conversation).toBe('alice~bob');
  });

  it('that is a message counts for its sender, and is the newest message', () => {
    const log = logOf(message(), message('Hi', fromBob), message());

    expect(log.map(({ counts }) => counts)).toEqual([{ alice: 1 }, { alice: 1, bob: 1 }, { alice: 2, bob: 1 }]);
    expect(log.map(({ lastMessage }) => lastMessage)).toEqual([1, 2, 3]);
    expect(log.map(({ lastMessageAt }) => lastMessageAt)).toEqual([NOW - 2000, NOW - 1000, NOW]);
  });

  it.each([
    ['an edit', edit(1)],
    ['a deletion', deletion(1)],
    ['a reaction', reaction(1)],
  ])('that is %s takes a seq, and leaves counts and newest message unchanged', (_, draft) => {
    const [first, changed, next] = logOf(message(), draft, message('Hi', fromBob));

    expect(changed).toMatchObject({ seq: 2, kind: draft.kind, target: 1 });
    expect(changed).toMatchObject({ counts: { alice: 1 }, lastMessage: 1, lastMessageAt: first?.lastMessageAt });
    expect(next).toMatchObject({ seq: 3, counts: { alice: 1, bob: 1 }, lastMessage: 3 });
  });

  it('does not change the entry it follows', () => {
    const [first] = logOf(message());
    const before = structuredClone(first);

    nextEntry(first, message(), NOW);

    expect(first).toEqual(before);
  });

  it('counts people whose names mean something to JavaScript', () => {
    const [, second] = logOf(
      message('Hi', { sender: 'constructor', recipient: 'bob' }),
      message('Hi', { sender: 'constructor', recipient: 'bob' }),
    );

    expect(second?.counts).toEqual({ constructor: 2 });
  });
});

describe('a head', () => {
  it('has the running state of the newest entry, and never any text', () => {
    const newest = logOf(message('A secret'), edit(1)).at(-1);

    expect(newest && headOf(newest)).toEqual({
      conversation: 'alice~bob',
      lastSeq: 2,
      counts: { alice: 1 },
      lastMessage: 1,
      lastMessageAt: NOW - 1000,
    });
  });
});

describe('unread messages', () => {
  it("are the peer's messages after the read position", () => {
    const [state] = messages(7).slice(-1);

    expect(state && unreadOf('bob', 'alice', state, 0)).toBe(7);
    expect(state && unreadOf('bob', 'alice', state, 5)).toBe(2);
    expect(state && unreadOf('bob', 'alice', state, 7)).toBe(0);
  });

  it('never include my own', () => {
    const [state] = messages(7).slice(-1);

    expect(state && unreadOf('alice', 'bob', state, 0)).toBe(0);
  });

  it('are never in notes to oneself', () => {
    const [state] = messages(3, { recipient: 'alice' }).slice(-1);

    expect(state?.counts).toEqual({ alice: 3 });
    expect(state && unreadOf('alice', 'alice', state, 0)).toBe(0);
  });

  it('are none where more was read than there is, as after a table was restored', () => {
    expect(unreadOf('bob', 'alice', { counts: { alice: 2 }, lastMessage: 2, lastMessageAt: NOW }, 9)).toBe(0);
  });
});

describe('a digest', () => {
  it('is the same for the same content only', () => {
    const contents = [
      message('a'),
      message('b'),
      edit(1),
      edit(2),
      deletion(1),
      reaction(1),
      draftOf({ kind: 'reaction', target: 1, emoji: '👍', on: false }),
    ];

    const digests = contents.map(({ digest }) => digest);

    expect(new Set(digests).size).toBe(contents.length);
    expect(digestOf({ kind: 'message', body: 'a' })).toBe(digests[0]);
  });

  it('is short, and safe in any key', () => {
    expect(digestOf({ kind: 'message', body: 'a'.repeat(4000) })).toMatch(/^[\w-]{22}$/);
  });
});
