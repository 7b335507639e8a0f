/** The messenger: navigation, a list, and a conversation beside it; on a narrow screen one of the two at a time. */
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { createMailbox } from '../../../client/mailbox.ts';
import type { Mailbox } from '../../../client/mailbox.ts';
import { Announcer } from '../parts/announcer.tsx';
import { ConnectionBanner } from '../parts/connection-banner.tsx';
import { Navigation } from '../parts/navigation.tsx';
import { NothingChosen } from '../parts/empty.tsx';
import { DirectoryContext, createDirectory } from '../state/directory.ts';
import { MailboxContext, unreadOf, useMailboxState } from '../state/mailbox.ts';
import { usePageTitle } from '../state/page-title.ts';
import { useFocusOnReturn } from '../state/roving.ts';
import { useSession } from '../state/session.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { Conversation } from './conversation.tsx';
import { Inbox } from './inbox.tsx';
import { People } from './people.tsx';
import styles from './messenger.module.css';

export type Place = 'conversations' | 'people';

interface MessengerProps {
  readonly me: string;
  readonly webSocketUrl: string;
  readonly onSignOut: () => Promise<void>;
  /** Which list is shown. */
  readonly place: Place;
  /** Whose conversation is open. */
  readonly peer: string | undefined;
}

export function Messenger({ me, webSocketUrl, ...rest }: MessengerProps) {
  const session = useSession();
  const [mailbox, setMailbox] = useState<Mailbox>();
  const [directory] = useState(() => createDirectory(session));

  useEffect(() => {
    const opened = createMailbox({ session, webSocketUrl });
    setMailbox(opened);
    return () => opened.close();
  }, [session, webSocketUrl]);

  if (!mailbox) return null;
  return (
    <MailboxContext value={{ mailbox, me }}>
      <DirectoryContext value={directory}>
        <Panes {...rest} />
      </DirectoryContext>
    </MailboxContext>
  );
}

function Panes({ place, peer, onSignOut }: Omit<MessengerProps, 'me' | 'webSocketUrl'>) {
  const [, navigate] = useLocation();
  const unread = useMailboxState(unreadOf);
  usePageTitle(peer ?? (place === 'people' ? 'People' : 'Messages'), unread);
  useShortcuts(place, peer, navigate);
  useFocusOnReturn(peer);

  return (
    <div className={styles.messenger} data-open={peer ? 'conversation' : 'list'}>
      <Navigation place={place} unread={unread} onSignOut={onSignOut} />
      <section className={styles.list} aria-label={place === 'people' ? 'People' : 'Messages'}>
        {place === 'people' ? <People peer={peer} /> : <Inbox peer={peer} />}
      </section>
      <main className={styles.conversation}>
        {peer ? <Conversation key={peer} peer={peer} back={`/${place}`} /> : <NothingChosen />}
      </main>
      <ConnectionBanner />
      <Announcer />
    </div>
  );
}
