/** Stands above the oldest message: loads older ones when it comes near, or says that the conversation starts here. */
import { useEffect, useRef } from 'react';
import type { ConversationView } from '#client/mailbox.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { explain } from '../text/explain.ts';
import styles from './message-list-start.module.css';

/** How near the start comes before older messages load. */
const MARGIN_PX = 500;

export function MessageListStart({ view }: { view: ConversationView }) {
  const { peer, loaded, hasOlder, loading, error, rows, unknown } = view;
  const { mailbox } = useMailbox();
  const start = useRef<HTMLLIElement>(null);

  useEffect(() => {
    if (!start.current || !hasOlder || loading || error) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void mailbox.loadOlder(peer), {
      root: start.current.closest('[role="region"]'),
      rootMargin: `${MARGIN_PX}px 0px 0px`,
    });
    observer.observe(start.current);
    return () => observer.disconnect();
  }, [mailbox, peer, hasOlder, loading, error, rows, unknown]);

  if (rows.length === 0 && unknown.length === 0) {
    return (
      <li className={styles.greeting}>
        <Avatar username={peer} size="l" />
        <h2>
          Say hello to <bdi>{peer}</bdi>
        </h2>
        <p>Only the two of you can read this conversation.</p>
      </li>
    );
  }
  const retry = loaded
    ? { label: 'Load older messages', run: () => mailbox.loadOlder(peer) }
    : { label: 'Try again', run: () => mailbox.open(peer) };
  return (
    <li ref={loaded ? start : undefined} className={styles.start}>
      {loaded && !hasOlder ? (
        <p>
          This is the beginning of your conversation with <bdi>{peer}</bdi>.
        </p>
      ) : error && !loading ? (
        <>
          <p>{explain(error).detail}</p>
          <Button variant="quiet" onClick={() => void retry.run()}>
            {retry.label}
          </Button>
        </>
      ) : (
        <p>{loaded ? 'Loading older messages…' : 'Loading messages…'}</p>
      )}
    </li>
  );
}
