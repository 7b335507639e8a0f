/** Who is typing: sent to the peer, and shown of the peer. Typing frames may be lost: nothing depends on them. */

import type { ClientFrame } from '#contract/frames.ts';
import type { MailboxParts } from './mailbox-parts.ts';
import { createTimers } from './timers.ts';

/** The least time between two frames to a peer while I type. */
const SEND_INTERVAL_MS = 3_000;
/** How long a peer is shown to be typing after each frame that says so. */
const SHOWN_MS = 6_000;

export interface Typing {
  /** Tells the peer that I am typing, unless that was done a moment ago. */
  onKey(peer: string): void;
  /** Shows that the peer is typing. */
  onPeerTyping(peer: string): void;
  close(): void;
}

/** @param send sends a frame where a socket is open, and drops it where none is */
export function createTyping({ store, environment }: MailboxParts, send: (frame: ClientFrame) => void): Typing {
  const sentAt = new Map<string, number>();
  /** By peer. */
  const expiries = createTimers(environment);

  return {
    onKey(peer) {
      const now = environment.now();
      // The clock may have been set back.
      if (Math.abs(now - (sentAt.get(peer) ?? -Infinity)) < SEND_INTERVAL_MS) return;
      sentAt.set(peer, now);
      send({ action: 'typing', to: peer });
    },
    onPeerTyping(peer) {
      expiries.set(peer, () => store.inbox.setTyping(peer, false), SHOWN_MS);
      store.inbox.setTyping(peer, true);
    },
    close: () => expiries.clearAll(),
  };
}
