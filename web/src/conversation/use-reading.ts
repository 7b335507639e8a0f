/**
 * Marks as read what was passed on the way down when its reader leaves before the end, so that the next visit goes on
 * there. What was jumped over stays unread. At the end, `useVisit` marks everything.
 */
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import type { ConversationView } from '#client/mailbox.ts';
import { useWindowFocus } from '../hooks/use-window-focus.ts';
import { useMailbox } from '../state/mailbox.ts';
import { passedIn } from './messages-in-sight.ts';

export function useReading(
  view: ConversationView,
  scroller: RefObject<HTMLElement | null>,
  list: RefObject<HTMLOListElement | null>,
): void {
  const { mailbox } = useMailbox();
  const { peer } = view;
  const focused = useWindowFocus();
  const passed = useRef<number>(undefined);

  const look = useEffectEvent(() => {
    const { inbox, conversations } = mailbox.state;
    passed.current ??= inbox.find((row) => row.peer === peer)?.readSeq ?? 0;
    const hasOlder = conversations[peer]?.hasOlder === true;
    if (scroller.current && list.current)
      passed.current = passedIn(list.current, scroller.current, passed.current, hasOlder);
  });

  // What is rendered may be in sight without scrolling.
  useEffect(() => {
    if (focused) look();
  }, [focused, view]);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!focused || !box) return;
    const leave = (): void => {
      const row = mailbox.state.inbox.find((candidate) => candidate.peer === peer);
      const seq = passed.current ?? 0;
      // Who has marked it as unread meanwhile wants it to stay so.
      if (row && row.unread > 0 && !row.markedUnread && seq > row.readSeq) mailbox.markRead(peer, seq);
    };
    const onHidden = (): void => {
      if (document.visibilityState === 'hidden') leave();
    };
    const onScroll = (): void => look();
    box.addEventListener('scroll', onScroll, { passive: true });
    // Before the mailbox sends at once what is marked: the page may be closed next.
    document.addEventListener('visibilitychange', onHidden, true);
    return () => {
      box.removeEventListener('scroll', onScroll);
      document.removeEventListener('visibilitychange', onHidden, true);
      leave();
    };
  }, [focused, mailbox, peer, scroller]);
}
