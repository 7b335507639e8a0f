/** The mailbox of the person who is signed in, and the parts of its state that components follow. */
import { createContext, use, useSyncExternalStore } from 'react';
import type { Mailbox, MailboxState } from '#client/mailbox.ts';

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

/** Counts the unread messages of all conversations that are neither muted nor declined. */
export const unreadCountOf = (state: MailboxState): number =>
  state.inbox.reduce((sum, row) => sum + (row.muted || row.declined ? 0 : row.unread), 0);
