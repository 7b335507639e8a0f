/** Tells those who do not see the page that messages have come: politely, at most once a second, never of one's own. */
import { useEffect, useRef, useState } from 'react';
import { useMailbox } from '../state/mailbox.ts';

/** Milliseconds over which messages are gathered into one sentence. */
const PAUSE = 1_000;

export function Announcer() {
  const { mailbox, me } = useMailbox();
  const [words, setWords] = useState('');
  const known = useRef<ReadonlyMap<string, number>>(undefined);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const announce = (): void => {
      timer = undefined;
      const { inbox, inboxLoaded } = mailbox.state;
      if (!inboxLoaded) return;
      const before = known.current;
      known.current = new Map(inbox.map((row) => [row.peer, row.lastMessage?.seq ?? 0]));
      if (!before) return;
      const fresh = inbox.filter(
        ({ peer, lastMessage, muted }) =>
          lastMessage && lastMessage.sender !== me && !muted && lastMessage.seq > (before.get(peer) ?? 0),
      );
      const [only, another] = fresh;
      if (only && !another) setWords(`New message from ${only.peer}`);
      else if (another) setWords(`New messages from ${fresh.length} people`);
    };
    const end = mailbox.subscribe(() => {
      timer ??= setTimeout(announce, PAUSE);
    });
    announce();
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [mailbox, me]);

  // A sentence that is the same as the last one is only said when it is gone for a moment.
  useEffect(() => {
    if (!words) return;
    const timer = setTimeout(() => setWords(''), PAUSE / 2);
    return () => clearTimeout(timer);
  }, [words]);

  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {words}
    </p>
  );
}
