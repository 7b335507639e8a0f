/** Tells the server how far I have read: the furthest position only, and not for every message that scrolls by. */
import { markRead } from '#contract/routes/conversations.ts';
import { isComplete } from './log-replica.ts';
import type { MailboxParts } from './mailbox-parts.ts';
import { type Failure, asFailure, isRefusal, isTransient } from './problem.ts';

/** Positions that come within so many milliseconds are told as one. */
const MARK_READ_WINDOW_MS = 300;

/** @returns what is to be called with a position that was read */
export function createReadMarks({ session, store, sync, retryWaits, signal, origin, onFailure }: MailboxParts) {
  /** The position that is yet to be told of a conversation. */
  const wanted = new Map<string, number>();

  async function tellAll(peer: string): Promise<void> {
    await retryWaits.wait(MARK_READ_WINDOW_MS, true);
    let attempt = 0;
    for (let seq = wanted.get(peer); seq !== undefined && !signal.aborted; seq = wanted.get(peer)) {
      const failure = await tell(peer, seq);
      if (failure && isTransient(failure)) {
        await retryWaits.beforeRetry(failure, attempt++);
        continue;
      }
      if (isRefusal(failure, 'reset')) {
        // The log ends before what was read: it is another one than this device has.
        wanted.delete(peer);
        return sync.reload(peer);
      }
      if (failure) store.forgetRead(peer);
      if (wanted.get(peer) === seq) wanted.delete(peer);
    }
    // What is unread after a position this device does not have, only the server can count.
    if (!isComplete(store.copy(peer), store.readSeq(peer))) await sync.refreshRow(peer);
  }

  async function tell(peer: string, seq: number): Promise<Failure | undefined> {
    try {
      await session.call(markRead, { parameters: { peer }, body: { seq } }, { headers: origin(), signal });
      return undefined;
    } catch (thrown) {
      return asFailure(thrown);
    }
  }

  return (peer: string, seq: number): void => {
    if (!store.setRead(peer, seq)) return;
    const busy = wanted.has(peer);
    wanted.set(peer, seq);
    if (!busy) tellAll(peer).catch(onFailure);
  };
}
