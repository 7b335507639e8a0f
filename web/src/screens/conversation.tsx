/** One conversation: with whom, what was said, and the place to write. */
import { useEffect } from 'react';
import { Link } from 'wouter';
import { ApiProblem } from '../../../client/problem.ts';
import type { Thread } from '../../../client/thread.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Composer } from '../parts/composer.tsx';
import { Empty, LoadProblem } from '../parts/empty.tsx';
import { History } from '../parts/history.tsx';
import { BackIcon } from '../parts/icons.tsx';
import { HistorySkeleton } from '../parts/skeleton.tsx';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import button from '../parts/button.module.css';
import styles from './conversation.module.css';
import { explain } from '../text/explain.ts';

/** @param back the list this conversation was chosen from */
export function Conversation({ peer, back }: { peer: string; back: string }) {
  const { mailbox, me } = useMailbox();
  const thread = useMailboxState((state) => state.conversations[peer]);

  useEffect(() => {
    void mailbox.open(peer);
  }, [mailbox, peer]);

  const unknown = thread?.error instanceof ApiProblem && thread.error.status === 404;
  return (
    <>
      <header className={styles.head}>
        <Link href={back} className={styles.back} aria-label="Back to the list">
          <BackIcon />
        </Link>
        {!unknown && <Avatar name={peer} size="s" />}
        <h1>
          <bdi>{peer}</bdi>
          {peer === me && <span> (notes to yourself)</span>}
        </h1>
      </header>
      {unknown ? (
        <Empty title={`There is nobody called ${peer}`} text="Perhaps the name is spelled differently.">
          <Link href="/people" className={button.secondary}>
            Look among all people
          </Link>
        </Empty>
      ) : (
        <Talk peer={peer} thread={thread} />
      )}
    </>
  );
}

function Talk({ peer, thread }: { peer: string; thread: Thread | undefined }) {
  const { mailbox } = useMailbox();
  const inboxLoaded = useMailboxState((state) => state.inboxLoaded);
  // What is new, and so where to begin to read, is known from the inbox.
  if (!inboxLoaded && !thread?.error) return <HistorySkeleton />;
  if (!thread || (!thread.loaded && thread.rows.length === 0)) {
    if (!thread?.error) return <HistorySkeleton />;
    return <LoadProblem title="We couldn’t load the messages" text={explain(thread.error).detail} onRetry={() => void mailbox.open(peer)} />;
  }
  return (
    <>
      <History thread={thread} />
      <Composer peer={peer} />
    </>
  );
}
