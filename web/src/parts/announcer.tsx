/**
 * Tells screen readers that messages have arrived: politely, at most once a second, and never about one's own
 * messages.
 */
import { use, useEffect, useRef, useState } from 'react';
import { areTextsAnnounced } from '../state/announced.ts';
import { type Heard, heardIn, isNewSince } from '../state/heard.ts';
import { useMailbox } from '../state/mailbox.ts';
import { ProfilesContext, displayNameOf } from '../state/profiles.ts';
import { announcementOf } from '../text/announcement.ts';

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
      const { state } = mailbox;
      if (!state.inboxLoaded) return;
      const before = heard.current;
      heard.current = heardIn(state.inbox);
      if (!before) return;
      const arrived = state.inbox
        .filter((row) => row.lastMessage?.sender !== me && !row.muted && isNewSince(before, row))
        .map((row) => ({
          row,
          name: row.peerName ?? displayNameOf(row.peer, profiles?.getSnapshot().get(row.peer)),
          after: before.seqs.get(row.peer) ?? 0,
          here: row.peer === inFront.current,
        }));
      if (arrived.length > 0) setAnnouncement(announcementOf(arrived, { state, withTexts: areTextsAnnounced() }));
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
