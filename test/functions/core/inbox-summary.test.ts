/** What a person keeps about a conversation, and which list of their inbox it puts the conversation in. */

import { describe, expect, it } from 'vitest';
import { conversationOf } from '#contract/message-id.ts';
import { isMuted, type Preferences } from '#functions/core/conversation-row.ts';
import { headOf, type Head } from '#functions/core/entry.ts';
import { sectionOf, summaryOf, unreadWeight, type Row } from '#functions/core/inbox/summary.ts';
import { isHeard } from '#functions/core/push/told.ts';
import { NOW } from '../support/clock.ts';
import { edit, logOf, message, messages } from '../support/entries.ts';

const fromBob = { sender: 'bob', recipient: 'alice' };
const rowOf = (more: Partial<Row> = {}): Row => ({ username: 'alice', peer: 'bob', ...more });
const headOfLog = (log: Parameters<typeof headOf>[0][]): Head => {
  const newest = log.at(-1);
  if (!newest) throw new Error('The log is empty.');
  return headOf(newest);
};

describe('a conversation', () => {
  it('that was never read is unread from its start', () => {
    const [newest] = messages(3, { sender: 'bob', recipient: 'alice' }).slice(-1);

    expect(
      newest && summaryOf('alice', { username: 'alice', peer: 'bob' }, headOf(newest), new Map(), NOW),
    ).toMatchObject({
      unread: 3,
      readSeq: 0,
      muted: false,
    });
  });

  it('has a summary for each of its people', () => {
    const [newest] = messages(3).slice(-1);
    const head = newest && headOf(newest);

    expect(head && summaryOf('alice', { username: 'alice', peer: 'bob' }, head, new Map(), NOW).unread).toBe(0);
    expect(head && summaryOf('bob', { username: 'bob', peer: 'alice' }, head, new Map(), NOW).unread).toBe(3);
    expect(head?.conversation).toBe(conversationOf('bob', 'alice'));
  });

  it.each<[string, Preferences, boolean]>([
    ['was never muted', {}, false],
    ['is muted for good', { muted: true }, true],
    ['is muted for another while', { muted: true, mutedUntil: NOW + 1 }, true],
    ['was muted until now', { muted: true, mutedUntil: NOW }, false],
    ['is heard again before that', { muted: false, mutedUntil: NOW + 1 }, false],
  ])('that %s is muted, and its pushes are kept back: %j → %s', (_, preferences, muted) => {
    expect(isMuted(preferences, NOW)).toBe(muted);
    expect(isHeard({ username: 'alice', peer: 'bob', createdAt: 0, ...preferences }, NOW)).toBe(!muted);
    expect(summaryOf('alice', rowOf(preferences), headOfLog(messages(1, fromBob)), new Map(), NOW)).toMatchObject({
      muted,
    });
  });

  it('is archived until the next message, and no edit brings it back', () => {
    const archived = rowOf({ archivedThrough: 1 });

    expect(sectionOf('alice', archived, headOfLog(messages(1, fromBob)))).toBe('archived');
    expect(sectionOf('alice', archived, headOfLog(logOf(message('Hi', fromBob), edit(1, fromBob))))).toBe('archived');
    expect(sectionOf('alice', archived, headOfLog(messages(2, fromBob)))).toBe('unread');
    expect(sectionOf('alice', rowOf({ archivedThrough: 0 }), headOfLog(messages(1)))).toBe('read');
  });

  it('that was marked as unread counts one, or the messages that are unread', () => {
    const marked = { markedUnread: true };

    expect(unreadWeight('alice', rowOf(marked), headOfLog(messages(3)))).toBe(1);
    expect(unreadWeight('alice', rowOf(marked), headOfLog(messages(3, fromBob)))).toBe(3);
    expect(sectionOf('alice', rowOf(marked), headOfLog(messages(3)))).toBe('unread');
    expect(sectionOf('alice', rowOf({ ...marked, pinned: true }), headOfLog(messages(3)))).toBe('pinned');
  });

  it('that is a request is among the requests, unless its sender is blocked', () => {
    const head = headOfLog(logOf(message('Hi', { ...fromBob, request: true })));

    expect(sectionOf('alice', rowOf({ pinned: true }), head)).toBe('request');
    expect(sectionOf('alice', rowOf({ blocked: true }), head)).toBe('unread');
    expect(sectionOf('bob', { username: 'bob', peer: 'alice' }, head)).toBe('read');
  });
});
