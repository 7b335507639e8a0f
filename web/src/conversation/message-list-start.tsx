/** Stands above the oldest message: loads older ones when it comes near, or says that the conversation starts here. */
import type { ConversationView } from '#client/mailbox.ts';
import { useNearViewport } from '../hooks/use-near-viewport.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { useName } from '../state/profiles.ts';
import { explain } from '../text/explain.ts';
import { messages } from '../words/messages.ts';
import styles from './message-list-start.module.css';

/** How near the start comes before older messages load. */
const MARGIN_PX = 500;
/** How many messages load at once: a screen or two, since the first page may load as the conversation opens. */
const PAGE_SIZE = 30;

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
            <h2>{messages.notes}</h2>
            <p>{`${messages.notesLead} ${messages.stored}`}</p>
          </>
        ) : (
          <>
            <h2>
              <Sentence of={messages.sayHello(<bdi>{name}</bdi>)} />
            </h2>
            <p>
              <Sentence of={messages.between(<bdi>{name}</bdi>)} /> {messages.stored}
            </p>
          </>
        )}
      </li>
    );
  }
  const retry = loaded
    ? { label: messages.loadOlder, run: () => mailbox.loadOlder(peer, PAGE_SIZE) }
    : { label: messages.tryAgain, run: () => mailbox.open(peer) };
  return (
    <li ref={loaded ? start : undefined} className={styles.start}>
      {loaded && !hasOlder ? (
        <p>{isMine ? messages.notesBegin : <Sentence of={messages.beginning(<bdi>{name}</bdi>)} />}</p>
      ) : error && !loading ? (
        <>
          <p>{explain(error).detail}</p>
          <Button variant="quiet" onClick={() => void retry.run()}>
            {retry.label}
          </Button>
        </>
      ) : (
        <p>{loaded ? messages.loadingOlder : messages.loading}</p>
      )}
    </li>
  );
}
