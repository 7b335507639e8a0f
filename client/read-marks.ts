/**
 * Tells the server how far I have read: only the furthest position, and not one call for every message that scrolls
 * by.
 */

import { markRead } from '#contract/routes/conversations.ts';
import { isComplete } from './log-replica.ts';
import type { MailboxParts } from './mailbox-parts.ts';
import { type Failure, asFailure, isRefusal, isTransient } from './problem.ts';

/** Only the furthest of the positions that come within this time is sent. */
const COLLECT_MS = 300;

/** @returns a function to call with every position that was read */
export function createReadMarks(parts: MailboxParts): (peer: string, seq: number) => void {
  const { session, store, sync, retryWaits, signal, origin, onFailure } = parts;
  /** The positions that were not sent yet, by peer. */
  const pending = new Map<string, number>();
  /** Ends that conversations which were marked as unread are shown as read, by peer. */
  const unmarked = new Map<string, (kept: boolean) => void>();

  async function sendAll(peer: string): Promise<void> {
    await retryWaits.waitOut(COLLECT_MS);
    let attempt = 0;
    // An answer that is under way may still say that it is marked as unread.
    const wasMarked = unmarked.has(peer);
    for (let seq = pending.get(peer); seq !== undefined && !signal.aborted; seq = pending.get(peer)) {
      const failure = await send(peer, seq);
      if (failure && isTransient(failure)) {
        await retryWaits.beforeRetry(failure, attempt++);
        continue;
      }
      if (isRefusal(failure, 'reset')) {
        // The log ends before what was read: it is not the one this device has.
        pending.delete(peer);
        unmarked.get(peer)?.(false);
        unmarked.delete(peer);
        return sync.reload(peer);
      }
      if (failure) store.inbox.forgetRead(peer);
      if (pending.get(peer) === seq) pending.delete(peer);
      unmarked.get(peer)?.(!failure);
      unmarked.delete(peer);
    }
    // Only the server can count what is unread after a position that this device does not have.
    if (wasMarked || !isComplete(store.opened.extent(peer), store.inbox.readSeq(peer))) await sync.refreshRow(peer);
  }

  async function send(peer: string, seq: number): Promise<Failure | undefined> {
    try {
      await session.call(markRead, { parameters: { peer }, body: { seq } }, { headers: origin(), signal });
      return undefined;
    } catch (thrown) {
      return asFailure(thrown);
    }
  }

  return (peer: string, seq: number): void => {
    const isMarked = store.inbox.row(peer)?.markedUnread === true;
    if (!store.inbox.setRead(peer, seq) && !isMarked) return;
    if (isMarked) unmarked.set(peer, store.inbox.prefer(peer, { markedUnread: false }));
    const busy = pending.has(peer);
    // A position before the present one would not end the mark.
    pending.set(peer, store.inbox.readSeq(peer));
    if (busy) return;
    const release = store.snapshot.count.hold();
    sendAll(peer).catch(onFailure).finally(release);
  };
}
