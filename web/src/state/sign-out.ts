/** Ways out: whoever goes on purpose is not told that the session has ended, and leaves nothing of theirs in this browser. */
import { createContext, use } from 'react';
import { useMailbox } from './mailbox.ts';
import { countUnsent } from './outbox-storage.ts';

/** @param act ends the session; where it fails, one stays, and its failure is passed on */
export type Leave = (act: () => Promise<void>) => Promise<void>;

export const LeaveContext = createContext<Leave>((act) => act());

export const useLeave = (): Leave => use(LeaveContext);

/** Counts the messages that leaving would delete: those of all tabs, or where the browser keeps none, those shown in this one. */
export function useUnsentCount(): () => Promise<number> {
  const { mailbox, me } = useMailbox();
  return async () => {
    const views = Object.values(mailbox.state.conversations);
    const here = views.reduce((sum, { rows }) => sum + rows.filter(({ state }) => state !== 'sent').length, 0);
    return Math.max(here, await countUnsent(me).catch(() => 0));
  };
}

export const unsentWords = (count: number): string =>
  `${count === 1 ? '1 message has' : `${count} messages have`} not been sent. Signing out deletes ${count === 1 ? 'it' : 'them'}.`;
