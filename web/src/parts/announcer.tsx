/**
 * Tells screen readers that messages have arrived: politely, at most once a second, and never about one's own
 * messages.
 */
import { use, useEffect, useRef, useState } from 'react';
import { useMailbox } from '../state/mailbox.ts';
import { ProfilesContext, displayNameOf } from '../state/profiles.ts';

/** Messages that arrive within this time are announced together. */
const INTERVAL_MS = 1_000;
/** A sentence is removed after this time: the same sentence twice in a row would be spoken only once. */
const CLEAR_AFTER_MS = INTERVAL_MS / 2;

export function Announcer() {
  const { mailbox, me } = useMailbox();
  const profiles = use(ProfilesContext);
  const [announcement, setAnnouncement] = useState('');
  /** The newest message of each conversation when the last announcement was made. */
  const newestSeqs = useRef<ReadonlyMap<string, number>>(undefined);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const announce = (): void => {
      timer = undefined;
      const { inbox, inboxLoaded } = mailbox.state;
      if (!inboxLoaded) return;
      const before = newestSeqs.current;
      newestSeqs.current = new Map(inbox.map((row) => [row.peer, row.lastMessage?.seq ?? 0]));
      if (!before) return;
      const fresh = inbox.filter(
        ({ peer, lastMessage, muted }) =>
          lastMessage && lastMessage.sender !== me && !muted && lastMessage.seq > (before.get(peer) ?? 0),
      );
      const [only, another] = fresh;
      if (only && !another) {
        const name = only.peerName ?? displayNameOf(only.peer, profiles?.getSnapshot().get(only.peer));
        setAnnouncement(`New message from ${name}`);
      }
      if (another) setAnnouncement(`New messages from ${fresh.length} people`);
    };
    const unsubscribe = mailbox.subscribe(() => {
      timer ??= setTimeout(announce, INTERVAL_MS);
    });
    announce();
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [mailbox, me, profiles]);

  useEffect(() => {
    if (!announcement) return;
    const timer = setTimeout(() => setAnnouncement(''), CLEAR_AFTER_MS);
    return () => clearTimeout(timer);
  }, [announcement]);

  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {announcement}
    </p>
  );
}
