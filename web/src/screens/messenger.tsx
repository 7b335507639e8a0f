/**
 * The messenger: navigation, a list, and beside it what was selected from the list. A narrow screen shows one of
 * the two.
 */
import { Suspense, lazy, useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { createMailbox } from '#client/create-mailbox.ts';
import type { Session } from '#client/session.ts';
import { whenIdle } from '../browser/idle.ts';
import { MessageListSkeleton } from '../conversation/message-list-skeleton.tsx';
import { useFocusOnReturn } from '../hooks/use-focus-on-return.ts';
import { usePageTitle } from '../hooks/use-page-title.ts';
import { PanesContext } from '../hooks/use-panes.ts';
import { useShortcuts } from '../hooks/use-shortcuts.ts';
import { PostListSkeleton } from '../needs/post-list-skeleton.tsx';
import { ConnectionBanner } from '../parts/connection-banner.tsx';
import { ListSkeleton } from '../parts/list-skeleton.tsx';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import { Navigation } from '../parts/navigation.tsx';
import { loadProfileCard } from '../parts/profile-menu.tsx';
import { PANE_ID, SkipLink } from '../parts/skip-link.tsx';
import { type Area, isMainArea, parseQuery, paths } from '../paths.ts';
import { BlocksContext, createBlocks } from '../state/blocks.ts';
import { useDetails } from '../state/details.ts';
import { takeOverDrafts } from '../state/drafts.ts';
import { fileStorage } from '../state/file-storage.ts';
import { rememberPlace } from '../state/last-place.ts';
import { MailboxContext, unreadCountOf, useMailbox, useMailboxState } from '../state/mailbox.ts';
import { MyProfileContext, createMyProfile } from '../state/my-profile.ts';
import { deleteForgottenFiles, messageStorage } from '../state/outbox-storage.ts';
import { ProfilesContext, createProfiles, displayNameOf, useProfile } from '../state/profiles.ts';
import { PublisherContext, startPublisher } from '../state/publisher.ts';
import { useSession } from '../state/session.ts';
import { messenger } from '../words/messenger.ts';
import { shell } from '../words/shell.ts';
import styles from './messenger.module.css';

// Its code comes while the mailbox asks for what it shows.
const loadInbox = async () => ({ default: (await import('./inbox.tsx')).Inbox });
const loadConversation = async () => ({ default: (await import('./conversation.tsx')).Conversation });
const loadPerson = async () => ({ default: (await import('../people/person-pane.tsx')).PersonPane });
const loadDetails = async () => ({
  default: (await import('../people/conversation-details.tsx')).ConversationDetails,
});
const loadPeople = async () => ({ default: (await import('./people.tsx')).People });
const loadNeeds = () => import('./needs.tsx');
const Inbox = lazy(loadInbox);
const Conversation = lazy(loadConversation);
const ConversationDetails = lazy(loadDetails);
const People = lazy(loadPeople);
const PersonPane = lazy(loadPerson);
const NeedsList = lazy(async () => ({ default: (await loadNeeds()).NeedsList }));
const NeedsPane = lazy(async () => ({ default: (await loadNeeds()).NeedsPane }));
const SettingsList = lazy(async () => ({ default: (await import('./settings.tsx')).SettingsList }));
const SettingsPane = lazy(async () => ({ default: (await import('./settings.tsx')).SettingsPane }));
const AdminList = lazy(async () => ({ default: (await import('./admin.tsx')).AdminList }));
const Switcher = lazy(async () => ({ default: (await import('./switcher.tsx')).Switcher }));
const KeysDialog = lazy(async () => ({ default: (await import('./keys-dialog.tsx')).KeysDialog }));
const NothingSelected = lazy(async () => ({
  default: (await import('../parts/nothing-selected.tsx')).NothingSelected,
}));
// It has nothing to say before the inbox has changed.
const Announcer = lazy(async () => ({ default: (await import('../parts/announcer.tsx')).Announcer }));
// Nor has this, before anything was done.
const Toasts = lazy(async () => ({ default: (await import('../parts/toasts.tsx')).Toasts }));
const AdminPane = lazy(async () => ({ default: (await import('./admin.tsx')).AdminPane }));

/** Loads what is likely to be opened next, so that nobody waits for it. A failure shows where it is opened. */
const preload = (): void => {
  for (const load of [loadInbox, loadConversation, loadPeople, loadPerson, loadNeeds, loadProfileCard])
    load().catch(() => undefined);
};

const titles = (): Readonly<Record<Area, string>> => ({
  conversations: shell.messages,
  people: shell.people,
  needs: shell.needs,
  settings: shell.settings,
  admin: shell.administration,
});

/** The messenger does not wait longer for drafts of closed tabs: they then appear later. */
const DRAFTS_TIMEOUT_MS = 500;

interface PanesProps {
  readonly area: Area;
  /** What was selected from the area's list: a person, a post, or a section. */
  readonly selected: string | undefined;
}

/** Tells of what arrives, as far as the person wants it. */
function useNotifier(): void {
  const session = useSession();
  const { mailbox, me } = useMailbox();
  const [, navigate] = useLocation();
  useEffect(() => {
    const closing = new AbortController();
    const { signal } = closing;
    const start = async (): Promise<void> => {
      const { startNotifier } = await import('../state/notifier.ts');
      if (!signal.aborted) signal.addEventListener('abort', startNotifier({ session, mailbox, me, navigate }));
    };
    const cancel = whenIdle(() => void start().catch(() => undefined));
    signal.addEventListener('abort', cancel);
    return () => closing.abort();
  }, [session, mailbox, me, navigate]);
}

/** Everything that belongs to one session of one person. */
function createStores(session: Session, webSocketUrl: string, signal: AbortSignal) {
  const mailbox = createMailbox({ session, webSocketUrl, storage: messageStorage, files: fileStorage });
  return {
    mailbox,
    publisher: startPublisher(session, mailbox, signal),
    blocks: createBlocks(session, mailbox),
    myProfile: createMyProfile(session),
    profiles: createProfiles(session),
  };
}

export function Messenger({ me, webSocketUrl, ...rest }: PanesProps & { me: string; webSocketUrl: string }) {
  const session = useSession();
  const [stores, setStores] = useState<ReturnType<typeof createStores>>();
  useEffect(() => whenIdle(preload), []);
  const { area } = rest;
  useEffect(() => {
    if (isMainArea(area)) rememberPlace(me, paths[area]);
  }, [me, area]);
  useEffect(() => whenIdle(() => void deleteForgottenFiles(me).catch(() => undefined)), [me]);

  useEffect(() => {
    const closing = new AbortController();
    const { signal } = closing;
    const created = createStores(session, webSocketUrl, signal);
    // What needs it says so where it is shown.
    created.publisher.catch(() => undefined);
    const patience = new Promise((resolve) => setTimeout(resolve, DRAFTS_TIMEOUT_MS));
    // What shows drafts shows those of closed tabs from the start.
    void Promise.race([takeOverDrafts(me, signal), patience]).then(() => !signal.aborted && setStores(created));
    return () => {
      closing.abort();
      created.mailbox.close();
    };
  }, [me, session, webSocketUrl]);

  if (!stores) return null;
  return (
    <MailboxContext value={{ mailbox: stores.mailbox, me }}>
      <BlocksContext value={stores.blocks}>
        <MyProfileContext value={stores.myProfile}>
          <ProfilesContext value={stores.profiles}>
            <PublisherContext value={stores.publisher}>
              <Panes {...rest} />
            </PublisherContext>
          </ProfilesContext>
        </MyProfileContext>
      </BlocksContext>
    </MailboxContext>
  );
}

/** Remembers where the lists are and what is open, for as long as the messenger is there. */
function usePanesOf(area: Area, selected: string | undefined, onSwitch: (open: boolean) => void) {
  const search = useSearch();
  const [lists, setLists] = useState<Readonly<Partial<Record<Area, string>>>>({});
  const [title, setTitle] = useState<string>();
  const setList = useCallback((of: Area, address: string) => setLists((before) => ({ ...before, [of]: address })), []);
  const { shared } = parseQuery(search);
  const isOpen = selected !== undefined;
  const here = search === '' ? paths[area] : `${paths[area]}?${search}`;
  if (selected === undefined && shared === undefined && (lists[area] ?? paths[area]) !== here) setList(area, here);
  const panes = useMemo(
    () => ({ lists, isOpen, setList, setTitle, search: () => onSwitch(true) }),
    [lists, isOpen, setList, onSwitch],
  );
  return { panes, shared, list: lists[area] ?? paths[area], title: (selected && title) ?? titles()[area] };
}

function Panes({ area, selected }: PanesProps) {
  const [, navigate] = useLocation();
  const [switching, setSwitching] = useState(false);
  const { panes, shared, list, title } = usePanesOf(area, selected, setSwitching);
  const unread = useMailboxState(unreadCountOf);
  const peer = area === 'conversations' ? selected : undefined;
  const profile = useProfile(peer);
  const { shown: hasDetails } = useDetails();
  const name = peer === undefined ? title : displayNameOf(peer, profile);
  usePageTitle(name, unread);
  const [listingKeys, setListingKeys] = useState(false);
  const onListKeys = useCallback(() => setListingKeys(true), []);
  useShortcuts({ selected, list, navigate, onSwitch: setSwitching, onListKeys });
  useFocusOnReturn(selected);
  useNotifier();

  return (
    <PanesContext value={panes}>
      <div className={styles.messenger} data-open={selected ? 'detail' : 'list'} data-area={area}>
        {selected !== undefined && <SkipLink toComposer={peer !== undefined} />}
        <Navigation area={area} unread={unread} />
        <main className={styles.panes}>
          <section className={styles.list} aria-label={titles()[area]}>
            <LoadBoundary key={area}>
              <Suspense fallback={area === 'needs' ? <PostListSkeleton /> : <ListSkeleton />}>
                {area === 'conversations' && <Inbox peer={peer} />}
                {area === 'people' && <People selected={selected} />}
                {area === 'needs' && <NeedsList selected={selected} />}
                {area === 'settings' && <SettingsList section={selected} />}
                {area === 'admin' && <AdminList section={selected} />}
              </Suspense>
            </LoadBoundary>
          </section>
          {/* Without a name it is no landmark: then nothing is open. */}
          <section
            id={PANE_ID}
            className={styles.detail}
            data-talk={peer !== undefined || undefined}
            tabIndex={-1}
            aria-label={
              selected === undefined ? undefined : peer === undefined ? title : messenger.conversationWith(name)
            }
          >
            <LoadBoundary key={area}>
              <Suspense fallback={peer === undefined ? <ListSkeleton /> : <MessageListSkeleton />}>
                {area === 'needs' && <NeedsPane selected={selected} />}
                {area === 'settings' && <SettingsPane section={selected} />}
                {area === 'admin' && <AdminPane section={selected} />}
                {area === 'people' && selected !== undefined && <PersonPane key={selected} username={selected} />}
                {peer !== undefined && <Conversation key={peer} peer={peer} />}
              </Suspense>
            </LoadBoundary>
            {selected === undefined && (area === 'conversations' || area === 'people') && (
              <LoadBoundary fallback={null}>
                <Suspense>
                  <NothingSelected area={area} />
                </Suspense>
              </LoadBoundary>
            )}
          </section>
          {peer !== undefined && hasDetails && (
            <LoadBoundary key={peer} fallback={null}>
              <Suspense fallback={<div className={styles.details} />}>
                <ConversationDetails peer={peer} />
              </Suspense>
            </LoadBoundary>
          )}
        </main>
        <ConnectionBanner />
        <LoadBoundary fallback={null}>
          <Suspense>
            <Announcer open={peer} />
            <Toasts />
          </Suspense>
        </LoadBoundary>
        <LoadBoundary>
          <Suspense>
            {listingKeys && <KeysDialog onClose={() => setListingKeys(false)} />}
            {(switching || shared !== undefined) && (
              <Switcher shared={shared} peer={peer} navigate={navigate} onClose={() => setSwitching(false)} />
            )}
          </Suspense>
        </LoadBoundary>
      </div>
    </PanesContext>
  );
}
