/** How messages are grouped and separated. */
import { describe, expect, it } from 'vitest';
import type { MessageRow } from '#client/mailbox.ts';
import type { UnknownEntry } from '#contract/schemas.ts';
import { timeline } from '#web/src/conversation/timeline.ts';

const row = (seq: number, sender: string, timestamp: string): MessageRow => ({
  key: `k${seq}`,
  id: `alice~bob.${seq}`,
  seq,
  sender,
  body: 'x',
  timestamp,
  state: 'sent',
});

/** `day`, `new`, or the message's seq, with `(` if it starts a group and `)` if it ends one. */
const shape = (
  rows: readonly MessageRow[],
  newAfter = Number.POSITIVE_INFINITY,
  unknown: readonly UnknownEntry[] = [],
): string => shapeOf({ rows, unknown, hasOlder: false, hasNewer: false }, newAfter);

const shapeOf = (view: Parameters<typeof timeline>[0], newAfter = Number.POSITIVE_INFINITY): string =>
  timeline(view, 'alice', newAfter)
    .map((item) =>
      item.kind === 'message'
        ? `${item.first ? '(' : ''}${item.row.seq ?? item.key}${item.last ? ')' : ''}`
        : item.kind,
    )
    .join(' ');

describe('the timeline', () => {
  it('groups messages that one person sends within five minutes', () => {
    const rows = [
      row(1, 'bob', '2026-03-01T12:00:00Z'),
      row(2, 'bob', '2026-03-01T12:04:59Z'),
      row(3, 'bob', '2026-03-01T12:10:00Z'),
    ];

    expect(shape(rows)).toBe('day (1 2) (3)');
  });

  it('starts a group when the sender changes', () => {
    const rows = [
      row(1, 'bob', '2026-03-01T12:00:00Z'),
      row(2, 'alice', '2026-03-01T12:00:01Z'),
      row(3, 'bob', '2026-03-01T12:00:02Z'),
    ];

    expect(shape(rows)).toBe('day (1) (2) (3)');
  });

  it('separates days in the reader’s time zone', () => {
    const evening = new Date(2026, 2, 1, 23, 59).toISOString();
    const morning = new Date(2026, 2, 2, 0, 1).toISOString();

    expect(shape([row(1, 'bob', evening), row(2, 'bob', morning)])).toBe('day (1) day (2)');
  });

  it('draws one line above the first new message of the other person', () => {
    const rows = [1, 2, 3, 4].map((seq) => row(seq, seq === 2 ? 'alice' : 'bob', '2026-03-01T12:00:00Z'));

    expect(shape(rows, 1)).toBe('day (1) (2) new (3 4)');
  });

  it('never counts my own or unsent messages as new', () => {
    const unsent: MessageRow = {
      key: 'k9',
      sender: 'alice',
      body: 'x',
      timestamp: '2026-03-01T12:00:00Z',
      state: 'pending',
    };

    expect(shape([row(1, 'bob', '2026-03-01T12:00:00Z'), row(2, 'alice', '2026-03-01T12:00:00Z'), unsent], 1)).toBe(
      'day (1) (2 k9)',
    );
  });

  it('draws no line above messages before which new ones may be missing', () => {
    const rows = [5, 6].map((seq) => row(seq, 'bob', '2026-03-01T12:00:00Z'));
    const view = { rows, unknown: [], hasOlder: true, hasNewer: false };

    expect(shapeOf(view, 2)).toBe('day (5 6)');
    expect(shapeOf(view, 4)).toBe('day new (5 6)');
  });

  it('ends where newer messages are missing, before what is not sent yet', () => {
    const rows = [row(5, 'bob', '2026-03-01T12:00:00Z')];
    const unsent: MessageRow = { ...row(9, 'alice', '2026-03-01T12:00:01Z'), state: 'pending' };
    const view = { unknown: [], hasOlder: true, hasNewer: true };

    expect(shapeOf({ ...view, rows })).toBe('day (5) newer');
    expect(shapeOf({ ...view, rows: [...rows, unsent] })).toBe('day (5) newer (9)');
  });

  it('is empty without messages', () => {
    expect(shape([])).toBe('');
  });

  it('shows one quiet line for a run of entries of unknown kinds, in their place', () => {
    const rows = [row(1, 'bob', '2026-03-01T12:00:00Z'), row(4, 'bob', '2026-03-01T12:00:01Z')];
    const unknown = [2, 3, 5].map((seq) => ({ ...row(seq, 'bob', ''), kind: 'poll', seq, id: `alice~bob.${seq}` }));

    expect(shape(rows, undefined, unknown)).toBe('day (1) unknown (4) unknown');
    expect(shape([], undefined, unknown)).toBe('unknown');
  });
});
