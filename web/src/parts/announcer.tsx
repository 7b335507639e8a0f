/**
 * Tells screen readers that messages have arrived: politely, at most once a second, and never about one's own
 * messages.
 */
import { use, useEffect, useRef, useState } from 'react';
import type { InboxRow, MailboxState } from '#client/mailbox.ts';
import { type Heard, heardIn, isNewSince } from '../state/heard.ts';
import { useMailbox } from '../state/mailbox.ts';
import { ProfilesContext, displayNameOf } from '../state/profiles.ts';
import { announcer } from '../words/announcer.ts';

/** Messages that arrive within this time are announced together. */
const INTERVAL_MS = 1_000;
/** A sentence is removed after this time: the same sentence twice in a row would be spoken only once. */
const CLEAR_AFTER_MS = INTERVAL_MS / 2;

/** @param open whose conversation is in front */
export function Announcer({ open }: { open: string | undefined }) {
  const { mailbox, me } = useMailbox();
  const profiles = use(ProfilesContext);
  const [announcement, setAnnouncement] = useState('');
  const inFront = useRef(open);
  useEffect(() => {
    inFront.current = open;
  }, [open]);
  /** What was known when the last announcement was made. */
  const heard = useRef<Heard>(undefined);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const announce = (): void => {
      timer = undefined;
      const { inbox, inboxLoaded } = mailbox.state;
      if (!inboxLoaded) return;
      const before = heard.current;
      heard.current = heardIn(inbox);
      if (!before) return;
      const fresh = inbox.filter((row) => row.lastMessage?.sender !== me && !row.muted && isNewSince(before, row));
      const [only, another] = fresh;
      const count = fresh.reduce((sum, row) => sum + countSince(mailbox.state, row, before.seqs.get(row.peer) ?? 0), 0);
      if (only && !another) {
        const name = only.peerName ?? displayNameOf(only.peer, profiles?.getSnapshot().get(only.peer));
        setAnnouncement(only.peer === inFront.current ? announcer.here(name, count) : announcer.from(name, count));
      }
      if (another) setAnnouncement(announcer.fromSeveral(fresh.length, count));
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

/**
 * Counts the peer's messages after a seq: those that this device has, or else those that are unread. What is announced
 * is one at least.
 */
function countSince({ conversations }: MailboxState, { peer, unread, lastSeq }: InboxRow, seq: number): number {
  const known = conversations[peer]?.rows.filter((row) => row.sender === peer && (row.seq ?? 0) > seq).length ?? 0;
  return Math.max(1, known, Math.min(unread, lastSeq - seq));
}
