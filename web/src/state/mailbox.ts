/** The mailbox of the person who is signed in, and the parts of its state that components follow. */
import { createContext, use, useSyncExternalStore } from 'react';
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

/** Counts the unread messages of all conversations that are neither muted, archived nor declined. */
export const unreadCountOf = (state: MailboxState): number => state.inbox.reduce((sum, row) => sum + weightOf(row), 0);

/** A conversation that is marked as unread counts as one message. */
const weightOf = ({ muted, archived, declined, unread, markedUnread }: InboxRow): number =>
  muted || archived || declined ? 0 : Math.max(unread, markedUnread ? 1 : 0);
