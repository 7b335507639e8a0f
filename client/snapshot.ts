/** The immutable state that a page paints. A change replaces only the objects it affects. */

import { type InboxCount, type OnUncounted, createInboxCount } from './inbox-count.ts';
import { NOTHING, NOT_LOADED, totalsOf } from './inbox-lists.ts';
import type { Inbox } from './inbox.ts';
import { createListeners } from './listeners.ts';
import type { ConversationView, InboxListName, InboxListState, InboxTotals, MailboxState } from './mailbox.ts';
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
  setList(name: InboxListName, change: Partial<InboxListState>): void;
  replaceList(name: InboxListName, list: InboxListState): void;
  /** What the totals are counted from. */
  readonly count: InboxCount;
  retakeTotals(told: InboxTotals | undefined): void;
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
  /** Called where the totals have to be asked for again. */
  readonly onUncounted: OnUncounted;
}

export function createSnapshot({ me, inbox, opened, outbox, onUncounted }: SnapshotOptions): Snapshot {
  const { subscribe, notify } = createListeners();
  const viewsOf = createViews(me, outbox.isMine);
  const count = createInboxCount(onUncounted);
  let state: MailboxState = {
    connection: 'connecting',
    inbox: [],
    inboxLoaded: false,
    lists: { conversations: NOT_LOADED, unread: NOT_LOADED, requests: NOT_LOADED, archived: NOT_LOADED },
    totals: NOTHING,
    conversations: record({}, []),
  };
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
    const known = [...others, ...shown.flatMap(({ inboxRow }) => inboxRow ?? [])].sort(byRecency);
    for (const [index, { inboxRow }] of shown.entries()) {
      count.note(peers[index] ?? '', inboxRow && totalsOf(inboxRow));
    }
    become({
      inbox: known,
      totals: count.totals(),
      conversations: record(
        state.conversations,
        shown.flatMap(({ conversation }) => conversation ?? []),
      ),
    });
  }

  function replaceList(name: InboxListName, list: InboxListState): void {
    const lists = { ...state.lists, [name]: list };
    become({ lists, inboxLoaded: lists.conversations.loaded });
  }

  return {
    get state() {
      return state;
    },
    subscribe,
    setConnection(connection) {
      if (connection !== state.connection) become({ connection });
    },
    count,
    setList: (name, change) => replaceList(name, { ...state.lists[name], ...change }),
    replaceList,
    retakeTotals(told) {
      count.retake(told);
      become({ totals: count.totals() });
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
