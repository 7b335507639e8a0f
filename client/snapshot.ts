/** The immutable state that a page paints. A change replaces only the objects it affects. */

import type { Inbox } from './inbox.ts';
import { createListeners } from './listeners.ts';
import type { ConversationView, MailboxState } from './mailbox.ts';
import type { OpenedConversations } from './opened-conversations.ts';
import type { Outbox } from './outbox.ts';
import { byRecency, createViews } from './views.ts';

export interface Snapshot {
  readonly state: MailboxState;
  /**
   * Calls `listener` after every change.
   * @returns unsubscribe
   */
  subscribe(listener: () => void): () => void;
  setConnection(connection: MailboxState['connection']): void;
  setInboxLoaded(): void;
  /** Makes new what is shown of these conversations. */
  refresh(...peers: readonly string[]): void;
  /**
   * Shows the outcome of several changes only: a message is never seen to be gone, or twice, on its way from the
   * outbox to the log.
   */
  batch(change: () => void): void;
}

export interface SnapshotOptions {
  readonly me: string;
  readonly inbox: Inbox;
  readonly opened: OpenedConversations;
  readonly outbox: Outbox;
}

export function createSnapshot({ me, inbox, opened, outbox }: SnapshotOptions): Snapshot {
  const { subscribe, notify } = createListeners();
  const viewsOf = createViews(me, outbox.isMine);
  let state: MailboxState = { connection: 'connecting', inbox: [], inboxLoaded: false, conversations: record({}, []) };
  /** The peers to refresh when the batch under way is complete. */
  let batched: Set<string> | undefined;

  function become(change: Partial<MailboxState>): void {
    state = { ...state, ...change };
    notify();
  }

  function refresh(...peers: readonly string[]): void {
    if (batched) for (const peer of peers) batched.add(peer);
    if (batched || peers.length === 0) return;
    const shown = peers.map((peer) =>
      viewsOf(peer, {
        row: inbox.row(peer),
        readSeq: inbox.readSeq(peer),
        readByPeer: inbox.readByPeer(peer),
        typing: inbox.isTyping(peer),
        opened: opened.has(peer),
        replica: opened.replica(peer),
        loading: opened.loading(peer),
        unsent: outbox.of(peer),
      }),
    );
    const made = new Set(peers);
    const others = state.inbox.filter(({ peer }) => !made.has(peer));
    become({
      inbox: [...others, ...shown.flatMap(({ inboxRow }) => inboxRow ?? [])].sort(byRecency),
      conversations: record(
        state.conversations,
        shown.flatMap(({ conversation }) => conversation ?? []),
      ),
    });
  }

  return {
    get state() {
      return state;
    },
    subscribe,
    setConnection(connection) {
      if (connection !== state.connection) become({ connection });
    },
    setInboxLoaded() {
      if (!state.inboxLoaded) become({ inboxLoaded: true });
    },
    refresh,
    batch(change) {
      if (batched) return change();
      const peers = new Set<string>();
      batched = peers;
      try {
        change();
      } finally {
        batched = undefined;
      }
      refresh(...peers);
    },
  };
}

/** A record without a prototype: `constructor` is a valid user name. */
const record = (
  before: Readonly<Record<string, ConversationView>>,
  views: readonly ConversationView[],
): Readonly<Record<string, ConversationView>> =>
  Object.assign(Object.create(null), before, Object.fromEntries(views.map((view) => [view.peer, view])));
