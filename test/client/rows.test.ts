/** The rows of a conversation, and that they stay the same objects while nothing changes in them. */

import { describe, expect, it } from 'vitest';
import { withOlder } from '#client/log-pages.ts';
import { replicaOf, withEntries } from '#client/log-replica.ts';
import { createRows } from '#client/views.ts';
import type { Entry, Message } from '#contract/schemas.ts';

const base = { recipient: 'bob', sender: 'alice', timestamp: '2026-01-01T00:00:00.000Z' };
const message = (seq: number, more: Partial<Message> = {}): Message => ({
  ...base,
  kind: 'message',
  id: `alice~bob.${seq}`,
  seq,
  body: `text ${seq}`,
  ...more,
});
const edit = (seq: number, target: number, body: string): Entry => ({
  ...base,
  kind: 'edit',
  id: `alice~bob.${seq}`,
  seq,
  target: `alice~bob.${target}`,
  body,
});

const rowsOf = createRows('alice', () => false);
const page = (items: readonly Message[], through: number, next?: number) => ({
  items: [...items],
  through,
  ...(next !== undefined && { next }),
});

describe('the rows of a conversation', () => {
  it('are the same objects while their messages do not change', () => {
    const before = replicaOf(page([message(2), message(1)], 2));

    const after = withEntries(before, [message(3), edit(4, 1, 'better')]);

    const [first, second] = rowsOf(before, []);
    const [edited, kept, added] = rowsOf(after, []);
    expect(kept).toBe(second);
    expect(edited).not.toBe(first);
    expect([edited?.body, added?.body]).toEqual(['better', 'text 3']);
  });

  it('are new objects where a quoted message has changed', () => {
    const answer = message(2, { quote: { id: 'alice~bob.1', sender: 'alice', body: 'text 1' } });
    const before = replicaOf(page([answer, message(1)], 2));

    const after = withEntries(before, [edit(3, 1, 'better')]);

    expect(rowsOf(after, [])[1]?.quote?.body).toBe('better');
  });

  it('stay the same when older messages are loaded, to which known edits are applied', () => {
    const before = withEntries(replicaOf(page([message(2)], 2, 2)), [edit(3, 1, 'better')]);

    const after = withOlder(before, page([message(1)], 2));

    const [older, newest] = rowsOf(after, []);
    expect(newest).toBe(rowsOf(before, [])[0]);
    expect(older?.body).toBe('better');
  });
});

describe('a newest page that is complete only up to an earlier entry', () => {
  it('leaves its later messages beyond a gap, which is read next', () => {
    const { extent } = replicaOf(page([message(9), message(7), message(3)], 5));

    expect(extent).toMatchObject({ through: 5, ahead: [7, 9] });
  });

  it('is complete when the entries between have come', () => {
    const before = replicaOf(page([message(7), message(3)], 5));

    expect(withEntries(before, [edit(6, 3, 'better')]).extent).toMatchObject({ through: 7, ahead: [] });
  });
});
