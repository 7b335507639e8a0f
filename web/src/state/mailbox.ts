/** The mailbox of the person signed in, and what of it a part of the page looks at. */
import { createContext, use, useSyncExternalStore } from 'react';
import type { Mailbox, MailboxState } from '#client/mailbox.ts';

interface Signed {
  readonly mailbox: Mailbox;
  /** My user name. */
  readonly me: string;
}

export const MailboxContext = createContext<Signed | undefined>(undefined);

export function useMailbox(): Signed {
  const signed = use(MailboxContext);
  if (!signed) throw new Error('useMailbox is called outside of MailboxContext');
  return signed;
}

/** Follows a part of the state. `select` hands out a piece of the snapshot as it is, so that it stays the same while nothing changes. */
export function useMailboxState<T>(select: (state: MailboxState) => T): T {
  const { mailbox } = useMailbox();
  return useSyncExternalStore(mailbox.subscribe, () => select(mailbox.state));
}

export const unreadOf = (state: MailboxState): number =>
  state.inbox.reduce((sum, row) => sum + (row.muted ? 0 : row.unread), 0);
