/**
 * Loads the place at which a conversation opens before it is shown: a message that a link names, else the first unread
 * one. However far back that is, it takes one page on each side.
 */
import { useEffect, useState } from 'react';
import type { ConversationView } from '#client/mailbox.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';

interface OpeningPlace {
  /** True once the place is here; it stays true, whatever arrives later. */
  readonly ready: boolean;
  /** Tries again after a failure. */
  retry(): void;
}

/**
 * @param view undefined until the conversation is opened
 * @param linked seq of the message that a link names
 */
export function useOpeningPlace(
  peer: string,
  view: ConversationView | undefined,
  linked: number | undefined,
): OpeningPlace {
  const { mailbox } = useMailbox();
  const row = useMailboxState((state) => state.inbox.find((candidate) => candidate.peer === peer));
  const inboxLoaded = useMailboxState((state) => state.inboxLoaded);
  const [reached, setReached] = useState(false);

  const { unread = 0, readSeq = 0 } = row ?? {};
  const canTell = view?.loaded === true && inboxLoaded;
  const place = linked ?? (unread > 0 ? readSeq : undefined);
  const goesBack = canTell && reachesBack(view, place, linked === undefined ? unread : 0);
  // Between the last message that was read and the first unread one there may be pages of my own.
  const goesOn =
    canTell &&
    (!view.hasNewer ||
      view.rows.some(({ sender, seq = 0 }) => (linked ? seq >= linked : sender === peer && seq > readSeq)));
  const isReached = goesBack && goesOn;
  if (isReached && !reached) setReached(true);
  const isMissing = canTell && !isReached && !reached && !view.loading && !view.error;

  useEffect(() => {
    if (!isMissing) return;
    if (!goesBack && place !== undefined) void mailbox.showAround(peer, place);
    else void mailbox.loadNewer(peer);
  }, [mailbox, peer, isMissing, goesBack, place]);

  const retry = (): void => {
    if (!view?.loaded) void mailbox.open(peer);
    else if (!goesBack && place !== undefined) void mailbox.showAround(peer, place);
    else void mailbox.loadNewer(peer);
  };
  return { ready: reached || isReached, retry };
}

/** @param unread how many of the peer's messages are not read: all of them may be here without the place before them */
function reachesBack({ rows, unknown, hasOlder, peer }: ConversationView, place: number | undefined, unread: number) {
  if (place === undefined || !hasOlder) return true;
  const oldest = Math.min(rows[0]?.seq ?? Infinity, unknown[0]?.seq ?? Infinity);
  if (unread === 0) return oldest <= place;
  return oldest <= place + 1 || rows.filter((row) => row.sender === peer && (row.seq ?? 0) > place).length >= unread;
}
