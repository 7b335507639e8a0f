/**
 * One visit to a conversation: what was new when it began stays marked until the person goes away, and what is looked at is
 * marked as read. Going to another window ends a visit; coming back begins one.
 */
import { useEffect, useLayoutEffect, useState } from 'react';
import { useWindowFocus } from '../hooks/use-window-focus.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';

/**
 * For a conversation whose messages, and the inbox, are here.
 * @param through seq up to which the conversation is here
 * @param atBottom whether its end is in sight
 * @returns seq after which the other person's messages are new, and how many wait unread
 */
export function useVisit(peer: string, through: number, atBottom: boolean): { newAfter: number; unread: number } {
  const { mailbox } = useMailbox();
  const row = useMailboxState((state) => state.inbox.find((candidate) => candidate.peer === peer));
  const inFront = useWindowFocus();
  const unread = row?.unread ?? 0;
  const readSeq = row?.readSeq ?? 0;

  /** `marked`: whether something was new at that seq, or has come since while nobody looked. */
  const [line, setLine] = useState({ after: unread > 0 ? readSeq : through, marked: unread > 0 });
  const looking = inFront && atBottom;

  // Before paint: what arrives under the eyes of its reader is not new.
  useLayoutEffect(() => {
    setLine((before) => {
      if (before.marked || through <= before.after) return before;
      return looking ? { after: through, marked: false } : { ...before, marked: true };
    });
  }, [looking, through]);

  useEffect(() => {
    if (inFront) return;
    setLine((before) => {
      const after = Math.max(before.after, readSeq);
      return { after, marked: through > after };
    });
  }, [inFront, readSeq, through]);

  useEffect(() => {
    // What I write myself, and what becomes of older messages, needs no telling.
    if (looking && unread > 0) mailbox.markRead(peer, through);
  }, [mailbox, peer, looking, through, unread]);

  return { newAfter: line.after, unread };
}
