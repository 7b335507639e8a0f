/**
 * Ending the session on purpose: deletes what the person left in this browser, and shows no "Your session has
 * ended".
 */
import { createContext, use } from 'react';
import { unsentWarning } from '../text/unsent-warning.ts';
import { useMailbox } from './mailbox.ts';
import { messageStorage, postStorage } from './outbox-storage.ts';
import { PublisherContext } from './publisher.ts';

/** @param end ends the session. If it fails, the person stays signed in, and `EndSession` rejects as well. */
type EndSession = (end: () => Promise<void>) => Promise<void>;

export const EndSessionContext = createContext<EndSession>((end) => end());

export const useEndSession = (): EndSession => use(EndSessionContext);

/**
 * @returns says in words what ending the session would delete, and nothing where all is sent: what waits in all tabs
 *   or, if the browser keeps nothing, what waits in this one
 */
export function useUnsentWarning(): () => Promise<string> {
  const { mailbox, me } = useMailbox();
  const publisher = use(PublisherContext);
  return async () => {
    const [messages, posts] = await Promise.all(
      [messageStorage, postStorage].map(({ count }) => count(me).catch(() => 0)),
    );
    const views = Object.values(mailbox.state.conversations);
    const messagesHere = views.reduce((sum, { rows }) => sum + rows.filter(({ state }) => state !== 'sent').length, 0);
    // A publisher that is not loaded has nothing.
    const loaded = await Promise.race([publisher, new Promise<undefined>((resolve) => setTimeout(resolve))]).catch(
      () => undefined,
    );
    return unsentWarning(Math.max(messages ?? 0, messagesHere), Math.max(posts ?? 0, loaded?.unsent.length ?? 0));
  };
}
