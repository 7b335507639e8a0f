/**
 * One visit to a conversation. What was new when it began stays marked as new until the person leaves, and what
 * they have seen is marked as read. Switching to another window ends a visit; coming back starts the next one.
 */
import { useEffect, useLayoutEffect, useState } from 'react';
import { useWindowFocus } from '../hooks/use-window-focus.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';

interface Visit {
  /** The other person's messages after this seq are new. */
  readonly newAfter: number;
  readonly unread: number;
}

/**
 * Must be called only once the conversation and the inbox are loaded.
 * @param through seq up to which the conversation is loaded
 * @param atBottom true if its end was in sight when it was rendered
 * @param isAtBottom returns whether its end is in sight now, after what was rendered has taken its place
 */
export function useVisit(peer: string, through: number, atBottom: boolean, isAtBottom: () => boolean): Visit {
  const { mailbox } = useMailbox();
  const row = useMailboxState((state) => state.inbox.find((candidate) => candidate.peer === peer));
  const windowFocused = useWindowFocus();
  const unread = row?.unread ?? 0;
  const isMarked = row?.markedUnread === true;
  const readSeq = row?.readSeq ?? 0;

  /** `fixed`: there were new messages when the visit began, or some have arrived while nobody was looking. */
  const [line, setLine] = useState({ after: unread > 0 ? readSeq : through, fixed: unread > 0 });
  const looking = windowFocused && atBottom;

  // Before paint: what arrives while its reader is looking is never shown as new.
  useLayoutEffect(() => {
    setLine((before) => {
      if (before.fixed || through <= before.after) return before;
      return looking && isAtBottom() ? { after: through, fixed: false } : { ...before, fixed: true };
    });
  }, [looking, through, isAtBottom]);

  useEffect(() => {
    if (windowFocused) return;
    setLine((before) => {
      const after = Math.max(before.after, readSeq);
      return { after, fixed: through > after };
    });
  }, [windowFocused, readSeq, through]);

  useEffect(() => {
    // My own messages, and changes of older ones, leave nothing unread: then there is nothing to tell the server.
    if (looking && (unread > 0 || isMarked) && isAtBottom()) mailbox.markRead(peer, through);
  }, [mailbox, peer, looking, through, unread, isMarked, isAtBottom]);

  return { newAfter: line.after, unread };
}
