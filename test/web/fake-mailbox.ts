/** A mailbox for components under test: it shows the state it is given, and records calls. */
import { type ReactNode, createElement } from 'react';
import { NOTHING, sum, totalsOf } from '#client/inbox-lists.ts';
import { createListeners } from '#client/listeners.ts';
import type { InboxRow, InboxTotals, Mailbox, MailboxState } from '#client/mailbox.ts';
import { type SettableUploadProgress, createUploadProgress } from '#client/upload-progress.ts';
import { MailboxContext } from '#web/src/state/mailbox.ts';
import { type Profiles, ProfilesContext } from '#web/src/state/profiles.ts';
import { createStore } from '#web/src/state/store.ts';

export interface FakeMailbox extends Mailbox {
  readonly uploads: SettableUploadProgress;
  /** All calls in order: the method, then its arguments. */
  readonly calls: readonly (readonly unknown[])[];
  change(part: Partial<MailboxState>): void;
  /** A frame says that the outcome of a post may have changed. */
  hintOutcome(post: string): void;
}

const LOADED = { loaded: true, loading: false, hasMore: false };

/** Counts what a page knows whose conversations are all loaded. */
const countIn = (inbox: readonly InboxRow[] = []): InboxTotals => inbox.map(totalsOf).reduce(sum, NOTHING);

export function fakeMailbox(given: Partial<MailboxState> = {}): FakeMailbox {
  const calls: (readonly unknown[])[] = [];
  const note =
    (name: string) =>
    (...parts: readonly unknown[]): void => {
      calls.push([name, ...parts]);
    };
  const store = createStore<MailboxState>({
    connection: 'ready',
    inbox: [],
    inboxLoaded: true,
    lists: { conversations: LOADED, unread: LOADED, requests: LOADED, archived: LOADED },
    totals: countIn(given.inbox),
    conversations: {},
    ...given,
  });
  const outcomes = createListeners<[post: string]>();
  return {
    calls,
    hintOutcome: outcomes.notify,
    change: (part) =>
      store.update((state) => ({ ...state, ...(part.inbox && { totals: countIn(part.inbox) }), ...part })),
    get state() {
      return store.getSnapshot();
    },
    subscribe: store.subscribe,
    open: async (peer) => note('open')(peer),
    loadOlder: async (...parts) => note('loadOlder')(...parts),
    loadNewer: async (peer) => note('loadNewer')(peer),
    showNewest: async () => {},
    showAround: async (...parts) => note('showAround')(...parts),
    keepPlace: () => {},
    leave: note('leave'),
    uploads: createUploadProgress(),
    sendMessage(...parts) {
      note('sendMessage')(...parts.filter((part) => part !== undefined));
      return 'key';
    },
    retry: note('retry'),
    discardUnsent: note('discardUnsent'),
    editMessage: async (...parts) => note('editMessage')(...parts),
    deleteMessage: async (...parts) => note('deleteMessage')(...parts),
    addReaction: async (...parts) => note('addReaction')(...parts),
    removeReaction: async (...parts) => note('removeReaction')(...parts),
    updateConversation: async (...parts) => note('updateConversation')(...parts),
    watchInbox(list) {
      note('watchInbox')(list);
      return () => note('unwatchInbox')(list);
    },
    loadMoreInbox: async (list) => note('loadMoreInbox')(list),
    loadRow: async (peer) => note('loadRow')(peer),
    typing: note('typing'),
    watchFeed(feed) {
      note('watchFeed')(feed.query);
      return () => note('unwatchFeed')(feed.query);
    },
    onOutcome: outcomes.subscribe,
    markRead: note('markRead'),
    catchUp: async () => note('catchUp')(),
    close: note('close'),
  };
}

/** Looks nobody up: people have their user names for names. */
const noProfiles: Profiles = { ...createStore<ReturnType<Profiles['getSnapshot']>>(new Map()), ensureFresh: () => {} };

/** For `render(…, { wrapper })`: Alice’s page. */
export const inMailbox =
  (mailbox: Mailbox, profiles: Profiles = noProfiles) =>
  ({ children }: { children: ReactNode }) =>
    createElement(
      ProfilesContext,
      { value: profiles },
      createElement(MailboxContext, { value: { mailbox, me: 'alice' } }, children),
    );
