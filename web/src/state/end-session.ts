/**
 * Ending the session on purpose: deletes what the person left in this browser, and shows no "Your session has
 * ended".
 */
import { createContext, use } from 'react';
import { useMailbox } from './mailbox.ts';
import { countUnsent } from './outbox-storage.ts';

/** @param end ends the session. If it fails, the person stays signed in, and `EndSession` rejects as well. */
type EndSession = (end: () => Promise<void>) => Promise<void>;

export const EndSessionContext = createContext<EndSession>((end) => end());

export const useEndSession = (): EndSession => use(EndSessionContext);

/**
 * @returns counts the messages that ending the session would delete: those of all tabs or, if the browser keeps
 *   none, those shown in this one
 */
export function useUnsentCount(): () => Promise<number> {
  const { mailbox, me } = useMailbox();
  return async () => {
    const views = Object.values(mailbox.state.conversations);
    const here = views.reduce((sum, { rows }) => sum + rows.filter(({ state }) => state !== 'sent').length, 0);
    return Math.max(here, await countUnsent(me).catch(() => 0));
  };
}
