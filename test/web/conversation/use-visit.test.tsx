/** What a visit to a conversation marks as read. */
import { act, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import { useVisit } from '#web/src/conversation/use-visit.ts';
import { fakeMailbox, inMailbox } from '../fake-mailbox.ts';

const row = (given: Pick<InboxRow, 'lastSeq' | 'unread' | 'readSeq'>): InboxRow => ({
  peer: 'bob',
  written: '2026-03-01T12:00:00Z',
  muted: false,
  pinned: false,
  blocked: false,
  ...given,
});

describe('a visit to a conversation', () => {
  afterEach(() => void vi.restoreAllMocks());

  const visit = (before: InboxRow, inSight = true) => {
    vi.spyOn(document, 'hasFocus').mockReturnValue(true);
    const mailbox = fakeMailbox({ inbox: [before] });
    const { rerender } = renderHook(({ through }) => useVisit('bob', through, true, () => inSight), {
      initialProps: { through: before.lastSeq },
      wrapper: inMailbox(mailbox),
    });
    const arrive = (after: InboxRow): void => {
      act(() => mailbox.change({ inbox: [after] }));
      rerender({ through: after.lastSeq });
    };
    return { mailbox, arrive };
  };

  it('marks messages of the other person as read', () => {
    const { mailbox, arrive } = visit(row({ lastSeq: 5, unread: 0, readSeq: 5 }));

    arrive(row({ lastSeq: 6, unread: 1, readSeq: 5 }));

    expect(mailbox.calls).toContainEqual(['markRead', 'bob', 6]);
  });

  it('leaves unread what has pushed its first message out of sight', () => {
    const { mailbox, arrive } = visit(row({ lastSeq: 5, unread: 0, readSeq: 5 }), false);

    arrive(row({ lastSeq: 60, unread: 55, readSeq: 5 }));

    expect(mailbox.calls).toEqual([]);
  });

  it('sends nothing to the server for messages of my own', () => {
    const { mailbox, arrive } = visit(row({ lastSeq: 5, unread: 0, readSeq: 5 }));

    arrive(row({ lastSeq: 6, unread: 0, readSeq: 5 }));

    expect(mailbox.calls).toEqual([]);
  });
});
