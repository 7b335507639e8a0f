/** Who is typing, told both ways. Typing frames may be lost, and nothing depends on them. */
import type { ClientFrame } from '#contract/frames.ts';
import type { MailboxParts } from './mailbox-parts.ts';

/** While I type, the peer is told this often. */
const TYPING_SEND_INTERVAL_MS = 3_000;
/** A peer's typing is shown for so long, unless they tell of it again. */
const TYPING_SHOWN_MS = 6_000;

/** @param send passes a frame on where a socket is open, and drops it where none is */
export function createTyping({ store, environment }: MailboxParts, send: (frame: ClientFrame) => void) {
  const sentAt = new Map<string, number>();
  const expiries = new Map<string, () => void>();

  return {
    /** Tells the peer that I am typing, unless that was done a moment ago. */
    onKey(peer: string): void {
      const now = environment.now();
      if (now - (sentAt.get(peer) ?? -Infinity) < TYPING_SEND_INTERVAL_MS) return;
      sentAt.set(peer, now);
      send({ action: 'typing', to: peer });
    },
    /** Shows that the peer is typing. */
    onPeerTyping(from: string): void {
      expiries.get(from)?.();
      expiries.set(
        from,
        environment.setTimer(() => store.inbox.setTyping(from, false), TYPING_SHOWN_MS),
      );
      store.inbox.setTyping(from, true);
    },
    close(): void {
      for (const cancel of expiries.values()) cancel();
    },
  };
}
