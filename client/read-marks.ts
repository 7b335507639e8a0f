/**
 * Tells the server how far I have read: only the furthest position, and not one call for every message that scrolls
 * by.
 */

import { markRead } from '#contract/routes/conversations.ts';
import { isComplete } from './log-replica.ts';
import type { MailboxParts } from './mailbox-parts.ts';
import { type Failure, asFailure, isRefusal, isTransient } from './problem.ts';
import { createTurns } from './turns.ts';

/** Only the furthest of the positions that come within this time is sent. */
const COLLECT_MS = 300;

export interface ReadMarks {
  /** Takes a position up to which I have read. */
  markRead(peer: string, seq: number): void;
  /**
   * Runs `act` once the server knows what was read before this call. What is read after the call is sent after `act`:
   * reading ends a mark as unread, so the server must get both in the order in which they were made.
   */
  between<Result>(peer: string, act: () => Promise<Result>): Promise<Result>;
  /** Sends at once what waits to be sent: the page may be closed next. */
  flush(): void;
}

/** Positions of one conversation that are sent together. */
interface Run {
  /** The furthest position. */
  seq: number;
  /** Whether a position has come since the latest call began. */
  due: boolean;
  /** Sends what is due without waiting for more. */
  hurry: () => void;
  /** Resolves once there is no more to wait for. */
  readonly hurried: Promise<void>;
  /** Ends that a conversation which was marked as unread is shown as read. */
  unmark?: (kept: boolean) => void;
}

function createRun(seq: number): Run {
  let hurry = () => {};
  const hurried = new Promise<void>((resolve) => {
    hurry = resolve;
  });
  return { seq, due: true, hurry, hurried };
}

export function createReadMarks(parts: MailboxParts): ReadMarks {
  const { session, store, sync, retryWaits, signal, origin, onFailure } = parts;
  /** The runs that still take positions, by peer. */
  const open = new Map<string, Run>();
  const inTurn = createTurns();

  async function sendAll(peer: string, run: Run): Promise<void> {
    // Its turn may come after the mailbox was closed, which ended the waits until then.
    if (!signal.aborted) await Promise.race([retryWaits.waitOut(COLLECT_MS), run.hurried]);
    // A page that is closed does not live to see the answer to the call that is under way.
    run.hurry = () => void send(peer, run.seq);
    let attempt = 0;
    let failure: Failure | undefined;
    let kept = false;
    while (run.due && !signal.aborted) {
      run.due = false;
      failure = await send(peer, run.seq);
      if (failure && isTransient(failure)) {
        run.due = true;
        await retryWaits.beforeRetry(failure, attempt++);
        continue;
      }
      kept = !failure;
      // The log ends before what was read: it is not the one this device has.
      if (isRefusal(failure, 'reset')) break;
      if (failure) store.inbox.forgetRead(peer);
    }
    if (open.get(peer) === run) open.delete(peer);
    run.unmark?.(kept);
    if (isRefusal(failure, 'reset')) return sync.reload(peer);
    // An answer that is under way may still say that it is marked as unread. And only the server can count what is
    // unread after a position that this device does not have.
    if (run.unmark || !isComplete(store.opened.extent(peer), store.inbox.readSeq(peer))) await sync.refreshRow(peer);
  }

  async function send(peer: string, seq: number): Promise<Failure | undefined> {
    try {
      await session.call(markRead, { parameters: { peer }, body: { seq } }, { headers: origin(), signal });
      return undefined;
    } catch (thrown) {
      return asFailure(thrown);
    }
  }

  return {
    markRead(peer, seq) {
      const isMarked = store.inbox.row(peer)?.markedUnread === true;
      if (!store.inbox.setRead(peer, seq) && !isMarked) return;
      const busy = open.get(peer);
      const run: Run = busy ?? createRun(seq);
      if (isMarked) run.unmark ??= store.inbox.prefer(peer, { markedUnread: false });
      // A position before the present one would not end the mark.
      run.seq = store.inbox.readSeq(peer);
      run.due = true;
      if (busy) return;
      open.set(peer, run);
      const release = store.snapshot.count.hold();
      inTurn(peer, () => sendAll(peer, run))
        .catch(onFailure)
        .finally(release);
    },
    between(peer, act) {
      open.delete(peer);
      return inTurn(peer, act);
    },
    flush() {
      for (const run of open.values()) if (run.due) run.hurry();
    },
  };
}
