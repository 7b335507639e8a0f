/** The messenger: navigation, a list, and what was chosen from it beside it; on a narrow screen one of the two at a time. */
import { Suspense, lazy, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { createMailbox } from '#client/create-mailbox.ts';
import type { Session } from '#client/session.ts';
import { usePageTitle } from '../hooks/use-page-title.ts';
import { useFocusOnReturn } from '../hooks/use-roving-focus.ts';
import { useShortcuts } from '../hooks/use-shortcuts.ts';
import { Announcer } from '../parts/announcer.tsx';
import { ConnectionBanner } from '../parts/connection-banner.tsx';
import { ListSkeleton } from '../parts/list-skeleton.tsx';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import { Navigation } from '../parts/navigation.tsx';
import { NothingSelected } from '../parts/nothing-selected.tsx';
import { BlocksContext, createBlocks } from '../state/blocks.ts';
import { DirectoryContext, createDirectory } from '../state/directory.ts';
import { MailboxContext, unreadOf, useMailboxState } from '../state/mailbox.ts';
import { MyProfileContext, createMyProfile } from '../state/my-profile.ts';
import { outboxStorage } from '../state/outbox-storage.ts';
import { ProfilesContext, createProfiles, displayNameOf, useProfile } from '../state/profiles.ts';
import { useSession } from '../state/session.ts';
import { Conversation } from './conversation.tsx';
import { Inbox } from './inbox.tsx';
import { People } from './people.tsx';
import styles from './messenger.module.css';

const SettingsList = lazy(async () => ({ default: (await import('./settings.tsx')).SettingsList }));
const SettingsPane = lazy(async () => ({ default: (await import('./settings.tsx')).SettingsPane }));
const AdminList = lazy(async () => ({ default: (await import('./admin.tsx')).AdminList }));
const AdminPane = lazy(async () => ({ default: (await import('./admin.tsx')).AdminPane }));

const TITLES = { conversations: 'Messages', people: 'People', settings: 'Settings', admin: 'Administration' } as const;
export type Place = keyof typeof TITLES;

interface PanesProps {
  /** Which list is shown. */
  readonly place: Place;
  /** What was chosen from it: whose conversation, or which section. */
  readonly chosen: string | undefined;
}

/** What the person signed in has, and what is known of others; of one session. */
function openStores(session: Session, webSocketUrl: string) {
  const mailbox = createMailbox({ session, webSocketUrl, storage: outboxStorage });
  return {
    mailbox,
    blocks: createBlocks(session, mailbox),
    directory: createDirectory(session),
    mine: createMyProfile(session),
    profiles: createProfiles(session),
  };
}

export function Messenger({ me, webSocketUrl, ...rest }: PanesProps & { me: string; webSocketUrl: string }) {
  const session = useSession();
  const [stores, setStores] = useState<ReturnType<typeof openStores>>();

  useEffect(() => {
    const opened = openStores(session, webSocketUrl);
    setStores(opened);
    return () => opened.mailbox.close();
  }, [session, webSocketUrl]);

  if (!stores) return null;
  return (
    <MailboxContext value={{ mailbox: stores.mailbox, me }}>
      <BlocksContext value={stores.blocks}>
        <DirectoryContext value={stores.directory}>
          <MyProfileContext value={stores.mine}>
            <ProfilesContext value={stores.profiles}>
              <Panes {...rest} />
            </ProfilesContext>
          </MyProfileContext>
        </DirectoryContext>
      </BlocksContext>
    </MailboxContext>
  );
}

function Panes({ place, chosen }: PanesProps) {
  const [, navigate] = useLocation();
  const unread = useMailboxState(unreadOf);
  const peer = place === 'conversations' || place === 'people' ? chosen : undefined;
  const known = useProfile(peer);
  usePageTitle(peer === undefined ? TITLES[place] : displayNameOf(peer, known), unread);
  useShortcuts(place, chosen, navigate);
  useFocusOnReturn(chosen);

  return (
    <div className={styles.messenger} data-open={chosen ? 'chosen' : 'list'}>
      <Navigation place={place} unread={unread} />
      <main className={styles.panes}>
        <section className={styles.list} aria-label={TITLES[place]}>
          <LoadBoundary key={place}>
            <Suspense fallback={<ListSkeleton />}>
              {place === 'conversations' && <Inbox peer={peer} />}
              {place === 'people' && <People peer={peer} />}
              {place === 'settings' && <SettingsList section={chosen} />}
              {place === 'admin' && <AdminList section={chosen} />}
            </Suspense>
          </LoadBoundary>
        </section>
        <div className={styles.beside}>
          <LoadBoundary key={place}>
            <Suspense fallback={<ListSkeleton />}>
              {place === 'settings' && <SettingsPane section={chosen} />}
              {place === 'admin' && <AdminPane section={chosen} />}
            </Suspense>
          </LoadBoundary>
          {peer !== undefined && <Conversation key={peer} peer={peer} back={`/${place}`} />}
          {peer === undefined && (place === 'conversations' || place === 'people') && <NothingSelected />}
        </div>
      </main>
      <ConnectionBanner />
      <Announcer />
    </div>
  );
}
