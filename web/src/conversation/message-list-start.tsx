/** Stands above the oldest message: loads older ones when it comes near, or says that the conversation starts here. */
import type { ConversationView } from '#client/mailbox.ts';
import { useNearViewport } from '../hooks/use-near-viewport.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { useName } from '../state/profiles.ts';
import { explain } from '../text/explain.ts';
import styles from './message-list-start.module.css';

/** How near the start comes before older messages load. */
const MARGIN_PX = 500;
/** How many messages load at once: a screen or two, since the first page may load as the conversation opens. */
const PAGE_SIZE = 30;

/** No promise that nobody else reads it: an administrator reads what was reported, and the operator could. */
const STORED = 'Kept on this server; not end-to-end encrypted.';

export function MessageListStart({ view }: { view: ConversationView }) {
  const { peer, loaded, hasOlder, loading, error, rows, unknown } = view;
  const { mailbox, me } = useMailbox();
  const isMine = peer === me;
  const name = useName(peer);
  const start = useNearViewport<HTMLLIElement>(() => void mailbox.loadOlder(peer, PAGE_SIZE), {
    isWatching: hasOlder && !loading && !error,
    marginPx: MARGIN_PX,
    scroller: '[role="region"]',
    trigger: view,
  });

  if (rows.length === 0 && unknown.length === 0) {
    return (
      <li className={styles.greeting}>
        <Avatar username={peer} size="l" />
        {isMine ? (
          <>
            <h2>Notes to yourself</h2>
            <p>Write down what you want to find again. {STORED}</p>
          </>
        ) : (
          <>
            <h2>
              Say hello to <bdi>{name}</bdi>
            </h2>
            <p>
              Between you and <bdi>{name}</bdi>. {STORED}
            </p>
          </>
        )}
      </li>
    );
  }
  const retry = loaded
    ? { label: 'Load older messages', run: () => mailbox.loadOlder(peer, PAGE_SIZE) }
    : { label: 'Try again', run: () => mailbox.open(peer) };
  return (
    <li ref={loaded ? start : undefined} className={styles.start}>
      {loaded && !hasOlder ? (
        <p>
          {isMine ? (
            'Your notes begin here.'
          ) : (
            <>
              This is the beginning of your conversation with <bdi>{name}</bdi>.
            </>
          )}
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
