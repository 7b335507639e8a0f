/**
 * Publishes the posts of the person who is signed in. It is loaded soon after the messenger, and not with it: a post
 * that waits for a connection is sent on whatever screen its writer is.
 */
import { createContext, use, useSyncExternalStore } from 'react';
import type { Mailbox } from '#client/mailbox.ts';
import type { Publisher } from '#client/publisher.ts';
import type { Session } from '#client/session.ts';
import type { UnsentPost } from '#client/unsent.ts';
import { fileStorage } from './file-storage.ts';
import { postStorage } from './outbox-storage.ts';

/** @param signal closes it */
export async function startPublisher(session: Session, mailbox: Mailbox, signal: AbortSignal): Promise<Publisher> {
  const { createPublisher } = await import('#client/publisher.ts');
  const publisher = createPublisher({ session, storage: postStorage, files: fileStorage });
  let connection = mailbox.state.connection;
  const unsubscribe = mailbox.subscribe(() => {
    // A socket that opens says that there is a connection, where the browser does not.
    if (connection !== mailbox.state.connection && mailbox.state.connection === 'catching-up') publisher.wake();
    ({ connection } = mailbox.state);
  });
  const close = (): void => {
    unsubscribe();
    publisher.close();
  };
  if (signal.aborted) close();
  signal.addEventListener('abort', close);
  return publisher;
}

export const PublisherContext = createContext<Promise<Publisher> | undefined>(undefined);

/** Suspends until the publisher is loaded. */
export function usePublisher(): Publisher {
  const publisher = use(PublisherContext);
  if (!publisher) throw new Error('usePublisher is called outside of PublisherContext');
  return use(publisher);
}

/** The posts of mine that wait or were refused. */
export function useUnsentPosts(): readonly UnsentPost[] {
  const publisher = usePublisher();
  return useSyncExternalStore(publisher.subscribe, () => publisher.unsent);
}
