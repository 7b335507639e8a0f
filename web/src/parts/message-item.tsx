/** One message: whose it is, what it says, when, and what became of it. */
import { memo } from 'react';
import type { Row } from '../../../client/thread.ts';
import { FailedIcon, PendingIcon, SentIcon } from './icons.tsx';
import { LinkedText } from './linked-text.tsx';
import styles from './message-item.module.css';
import { useMailbox } from '../state/mailbox.ts';
import { fullDateOf, timeOf } from '../text/dates.ts';
import { deletedWords } from '../text/deleted-words.ts';
import { explain } from '../text/explain.ts';
import type { MessageOnTimeline } from '../text/timeline.ts';

/** Only pictures, and few of them: they are shown large. */
const PICTURES = /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f|\u200d\p{Extended_Pictographic})*){1,3}$/u;

interface MessageItemProps {
  readonly item: MessageOnTimeline;
  readonly peer: string;
}

export const MessageItem = memo(
  function MessageItem({ item: { row, date, first, last }, peer }: MessageItemProps) {
    const { me } = useMailbox();
    const mine = row.sender === me;

    return (
      <li className={styles.item} data-key={row.key} data-mine={mine || undefined} data-first={first || undefined} data-last={last || undefined}>
        <span className="off-screen">{mine ? 'You' : row.sender}:</span>
        <div className={styles.line}>
          {row.deleted ? (
            <p className={styles.bubble} data-deleted>
              {deletedWords(row.deleted)}
            </p>
          ) : (
            <p className={styles.bubble} dir="auto" data-state={row.state} data-pictures={PICTURES.test(row.body) || undefined}>
              <LinkedText text={row.body} />
            </p>
          )}
          {!last && (
            <time className={styles.aside} dateTime={row.timestamp} title={fullDateOf(date)}>
              {timeOf(date)}
            </time>
          )}
        </div>
        {row.state === 'failed' ? (
          <Failed row={row} peer={peer} />
        ) : (
          (last || row.state === 'pending') && (
            <p className={styles.meta}>
              <time dateTime={row.timestamp} title={fullDateOf(date)}>
                {timeOf(date)}
              </time>
              {mine && <State state={row.state} />}
            </p>
          )
        )}
      </li>
    );
  },
  ({ item: before, peer }, { item: after, peer: nextPeer }) =>
    before.row === after.row && before.first === after.first && before.last === after.last && peer === nextPeer,
);

function State({ state }: { state: Row['state'] }) {
  return state === 'pending' ? (
    <span className={styles.pending}>
      <PendingIcon />
      <span className="off-screen">Sending</span>
    </span>
  ) : (
    <span>
      <SentIcon />
      <span className="off-screen">Sent</span>
    </span>
  );
}

function Failed({ row, peer }: { row: Row; peer: string }) {
  const { mailbox } = useMailbox();
  return (
    <div className={styles.failed}>
      <p role="alert">
        <FailedIcon />
        <span>Not sent. {row.problem && explain(row.problem).detail}</span>
      </p>
      <button type="button" onClick={() => mailbox.retry(peer, row.key)}>
        Retry
      </button>
      <button type="button" onClick={() => mailbox.discard(peer, row.key)}>
        Delete
      </button>
    </div>
  );
}
