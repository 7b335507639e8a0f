/** The mailbox of the person who is signed in, and the parts of its state that components follow. */
import { createContext, use, useEffect, useSyncExternalStore } from 'react';
import type { InboxRow, Mailbox, MailboxState } from '#client/mailbox.ts';

interface MailboxContextValue {
  readonly mailbox: Mailbox;
  /** My user name. */
  readonly me: string;
}

export const MailboxContext = createContext<MailboxContextValue | undefined>(undefined);

export function useMailbox(): MailboxContextValue {
  const value = use(MailboxContext);
  if (!value) throw new Error('useMailbox is called outside of MailboxContext');
  return value;
}

/** @param select returns a part of the state as it is, so that the result stays the same while nothing changes */
export function useMailboxState<T>(select: (state: MailboxState) => T): T {
  const { mailbox } = useMailbox();
  return useSyncExternalStore(mailbox.subscribe, () => select(mailbox.state));
}

/** Returns the row of a conversation: it is asked for where it is not among those that the inbox has loaded. */
export function useRow(peer: string): InboxRow | undefined {
  const { mailbox } = useMailbox();
  const row = useMailboxState((state) => state.inbox.find((candidate) => candidate.peer === peer));
  const isAbsent = useMailboxState((state) => state.inboxLoaded) && row === undefined;
  useEffect(() => {
    if (isAbsent) void mailbox.loadRow(peer);
  }, [mailbox, peer, isAbsent]);
  return row;
}

/** Returns how many messages are unread in all conversations that are neither muted, archived nor requests. */
export const unreadCountOf = ({ totals }: MailboxState): number => totals.unread;
