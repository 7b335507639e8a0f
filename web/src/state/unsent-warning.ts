/** What signing out would delete, since it was not sent: drafts as well. */
import { use } from 'react';
import { parts } from '../words/parts.ts';
import { countDrafts } from './drafts.ts';
import { useMailbox } from './mailbox.ts';
import { messageStorage, postStorage } from './outbox-storage.ts';
import { PublisherContext } from './publisher.ts';

/**
 * @returns says in words what ending the session would delete, and nothing where all is sent: what waits in all tabs
 *   or, if the browser keeps nothing, what waits in this one; and what is being written
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
    const unsent = [Math.max(messages ?? 0, messagesHere), Math.max(posts ?? 0, loaded?.unsent.length ?? 0)] as const;
    const drafts = countDrafts(me);
    return Math.max(...unsent, drafts) > 0 ? parts.notSent(...unsent, drafts) : '';
  };
}
