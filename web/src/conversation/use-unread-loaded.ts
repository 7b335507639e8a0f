/** Reads back to the first unread message before a conversation is shown, so that reading begins there. */
import { useEffect, useState } from 'react';
import type { ConversationView } from '#client/mailbox.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';

/** The largest page that the server gives. */
const PAGE_SIZE = 100;

/**
 * @param view undefined until the conversation is opened
 * @returns true once everything unread is here; it stays true, whatever arrives later
 */
export function useUnreadLoaded(peer: string, view: ConversationView | undefined): boolean {
  const { mailbox } = useMailbox();
  const row = useMailboxState((state) => state.inbox.find((candidate) => candidate.peer === peer));
  const inboxLoaded = useMailboxState((state) => state.inboxLoaded);
  const [reached, setReached] = useState(false);

  const { unread = 0, readSeq = 0 } = row ?? {};
  const canTell = view?.loaded === true && inboxLoaded;
  const isReached = canTell && reachesBack(view, unread, readSeq);
  if (isReached && !reached) setReached(true);
  const missing = canTell && !isReached && !reached && !view.loading && !view.error;

  useEffect(() => {
    if (missing) void mailbox.loadOlder(peer, PAGE_SIZE);
  }, [mailbox, peer, missing]);

  return reached || isReached;
}

function reachesBack({ rows, unknown, hasOlder, peer }: ConversationView, unread: number, readSeq: number): boolean {
  if (unread === 0 || !hasOlder) return true;
  const oldest = Math.min(rows[0]?.seq ?? Infinity, unknown[0]?.seq ?? Infinity);
  if (oldest <= readSeq + 1) return true;
  return rows.filter((row) => row.sender === peer && (row.seq ?? 0) > readSeq).length >= unread;
}
