/** Stands below the loaded messages where there are newer ones: loads them as it comes near. */
import type { ConversationView } from '#client/mailbox.ts';
import { useNearViewport } from '../hooks/use-near-viewport.ts';
import { Button } from '../parts/button.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { explain } from '../text/explain.ts';
import { messages } from '../words/messages.ts';
import styles from './message-list-start.module.css';

/** How near the end comes before newer messages load. */
const MARGIN_PX = 500;

export function MessageListEnd({ view }: { view: ConversationView }) {
  const { peer, hasNewer, loading, error } = view;
  const { mailbox } = useMailbox();
  const end = useNearViewport<HTMLLIElement>(() => void mailbox.loadNewer(peer), {
    isWatching: hasNewer && !loading && !error,
    marginPx: MARGIN_PX,
    scroller: '[role="region"]',
    trigger: view,
  });
  return (
    <li ref={end} className={styles.end}>
      {error && !loading ? (
        <>
          <p>{explain(error).detail}</p>
          <Button variant="quiet" onClick={() => void mailbox.loadNewer(peer)}>
            {messages.loadNewer}
          </Button>
        </>
      ) : (
        <p>{messages.loadingNewer}</p>
      )}
    </li>
  );
}
