/** Signs of life between two people who write to each other: who is typing. They may be lost, and nothing depends on them. */
import type { ClientFrame } from '#contract/frames.ts';
import type { MailboxParts } from './mailbox-parts.ts';

/** A sign is given so often while somebody types, and is believed for so long. Milliseconds. */
const GIVEN_EVERY = 3_000;
const BELIEVED = 6_000;

/** @param send passes a frame on where a socket is open, and drops it where none is */
export function createSigns({ store, environment }: MailboxParts, send: (frame: ClientFrame) => void) {
  const givenAt = new Map<string, number>();
  const doubts = new Map<string, () => void>();

  return {
    /** I am typing. */
    typing(peer: string): void {
      const now = environment.now();
      if (now - (givenAt.get(peer) ?? -Infinity) < GIVEN_EVERY) return;
      givenAt.set(peer, now);
      send({ action: 'typing', to: peer });
    },
    /** Somebody else is. */
    onTyping(from: string): void {
      doubts.get(from)?.();
      doubts.set(
        from,
        environment.timer(() => store.setTyping(from, false), BELIEVED),
      );
      store.setTyping(from, true);
    },
    close(): void {
      for (const cancel of doubts.values()) cancel();
    },
  };
}
