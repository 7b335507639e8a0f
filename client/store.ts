/**
 * What this device knows of a person's conversations, put together: the inbox, the opened conversations, the outbox,
 * and the snapshot in which they are shown. What concerns more than one of them is done here, as one change. The
 * store never asks the server.
 */

import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import type { Entry } from '#contract/schemas.ts';
import type { OnUncounted } from './inbox-count.ts';
import { type Inbox, createInbox } from './inbox.ts';
import { type LogReplica, type Page, isComplete, isOtherTimeline, replicaOf, withEntries } from './log-replica.ts';
import { trimmed } from './log-window.ts';
import { type OpenedConversations, createOpenedConversations } from './opened-conversations.ts';
import type { Outbox } from './outbox.ts';
import { type Snapshot, createSnapshot } from './snapshot.ts';

export interface Store {
  readonly me: string;
  readonly inbox: Inbox;
  readonly opened: OpenedConversations;
  readonly snapshot: Snapshot;
  /** Takes in the newest page of a conversation. */
  load(peer: string, page: Page): void;
  /**
   * Shows another part of a conversation, which was loaded.
   * @param entries what was read for it
   */
  show(peer: string, replica: LogReplica, entries: readonly Entry[]): void;
  /** Frees what a person who comes back does not see first. */
  leave(peer: string): void;
  /**
   * Takes in entries, wherever they come from.
   * @returns false where they are of another timeline than the replica, which must be reloaded
   */
  receive(peer: string, entries: readonly Entry[]): boolean;
  /**
   * Returns the seqs that are known to exist beyond the gap-free part of the replica, or beyond the row where there
   * is no replica; ascending.
   */
  missing(peer: string): readonly number[];
  /** True if something of mine waits to be sent there. */
  hasUnsent(peer: string): boolean;
  /** Forgets what was read of a conversation whose log turned out to be another one. */
  reset(peer: string): void;
}

/** The most messages that are kept of a conversation that nobody looks at. */
const MAX_LEFT_MESSAGES = 50;

/**
 * @param outbox of `me`; a message that turns out to be stored is removed from it
 * @param onUncounted called where the totals of the inbox have to be asked for again
 */
export function createStore(me: string, outbox: Outbox, onUncounted: OnUncounted = () => {}): Store {
  const inbox = createInbox((...peers) => snapshot.refresh(...peers));
  const opened = createOpenedConversations((peer) => snapshot.refresh(peer));
  const snapshot = createSnapshot({ me, inbox, opened, outbox, onUncounted });

  outbox.subscribe((peer) =>
    snapshot.batch(() => {
      // What waits to be sent is shown whether or not its conversation has been opened.
      opened.open(peer);
      // What another page has left may be stored, and shown as such.
      settle(opened.replica(peer)?.messages ?? []);
      snapshot.refresh(peer);
    }),
  );

  /** My own messages among what came are no longer unsent. */
  function settle(entries: readonly Entry[]): void {
    for (const { sender, clientId } of entries.filter(isKnown))
      if (sender === me && clientId !== undefined) outbox.remove(clientId);
  }

  /**
   * The row counts what is unread once the replica no longer holds all of it. The server has counted from where I had
   * read then, so the row is corrected while the replica is complete.
   */
  function countInRow(peer: string): void {
    const replica = opened.replica(peer);
    const readSeq = inbox.readSeq(peer);
    const isBehind = !replica || replica.extent.through < inbox.lastSeq(peer);
    if (isBehind || !isComplete(replica.extent, readSeq) || replica.unknown.some(({ seq }) => seq > readSeq)) return;
    inbox.count(peer, replica.messages);
  }

  return {
    me,
    inbox,
    opened,
    snapshot,
    load(peer, page) {
      // A page that was under way may end before what has come meanwhile.
      const { through = 0, ahead = [] } = opened.extent(peer) ?? {};
      for (const seq of [through, ...ahead]) if (seq > (page.through ?? 0)) inbox.announce(peer, seq);
      snapshot.batch(() => {
        settle(page.items);
        opened.setReplica(peer, replicaOf(page));
        opened.endLoading(peer);
      });
    },
    show(peer, replica, entries) {
      snapshot.batch(() => {
        settle(entries);
        opened.setReplica(peer, replica);
        opened.endLoading(peer);
      });
    },
    leave(peer) {
      countInRow(peer);
      const replica = opened.replica(peer);
      opened.lookAway(peer);
      opened.setPlace(peer, undefined);
      if (replica?.extent.until !== undefined) opened.dropReplica(peer);
      else if (replica) opened.setReplica(peer, trimmed(replica, undefined, MAX_LEFT_MESSAGES));
    },
    receive(peer, entries) {
      const before = opened.replica(peer);
      if (before && isOtherTimeline(before, entries)) return false;
      snapshot.batch(() => {
        settle(entries);
        // A peer whose message has come has stopped typing it.
        if (entries.some((entry) => isMessage(entry) && entry.sender === peer)) inbox.setTyping(peer, false);
        countInRow(peer);
        inbox.receive(peer, entries);
        const replica = opened.replica(peer);
        if (replica) opened.setReplica(peer, trimmed(withEntries(replica, entries), opened.place(peer)));
        inbox.forgetAnnounced(peer, opened.extent(peer)?.through ?? 0);
      });
      return true;
    },
    missing(peer) {
      const lastSeq = inbox.lastSeq(peer);
      const { through, ahead } = opened.extent(peer) ?? { through: lastSeq, ahead: [] };
      const known = new Set([...inbox.announced(peer), ...ahead, lastSeq]);
      return [...known].filter((seq) => seq > through).sort((one, other) => one - other);
    },
    hasUnsent: (peer) => outbox.of(peer).length > 0,
    reset(peer) {
      snapshot.batch(() => {
        inbox.forget(peer);
        opened.dropReplica(peer);
      });
    },
  };
}
