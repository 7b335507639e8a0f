/** One message: whose it is, what it says, when, what became of it, and what people think of it. */
import { memo, useState } from 'react';
import type { MessageRow } from '#client/mailbox.ts';
import type { Delay } from '#client/unsent.ts';
import { Button } from '../parts/button.tsx';
import { FailedIcon, PendingIcon, ReadIcon, SentIcon } from '../parts/icons.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { fullDateOf, timeOf } from '../text/dates.ts';
import { deletedWords } from '../text/deleted-words.ts';
import { explain } from '../text/explain.ts';
import { type ComposerTarget, isThere } from './composer-target.ts';
import { LinkedText } from './linked-text.tsx';
import { MessageMenu } from './message-menu.tsx';
import { QuoteLink } from './quote.tsx';
import { Reactions } from './reactions.tsx';
import type { MessageOnTimeline } from './timeline.ts';
import { useLongPress } from './use-long-press.ts';
import styles from './message-item.module.css';

/** Only pictures, and few of them: they are shown large. */
const PICTURES = /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f|\u200d\p{Extended_Pictographic})*){1,3}$/u;

interface MessageItemProps {
  readonly item: MessageOnTimeline;
  readonly peer: string;
  /** Whether the other person is known to have read it. */
  readonly read: boolean;
  /** Answers or edits it; the same function every time. Not given where nothing can be written. */
  readonly onTarget: ((target: ComposerTarget) => void) | undefined;
  /** Whether Tab comes to what can be done about it. */
  readonly tabbable: boolean;
}

export const MessageItem = memo(
  function MessageItem({ item: { row, date, first, last }, peer, read, onTarget, tabbable }: MessageItemProps) {
    const { mailbox, me } = useMailbox();
    const [problem, setProblem] = useState<string>();
    const mine = row.sender === me;
    const sent = isThere(row) ? row : undefined;

    const react = (emoji: string, on: boolean): void => {
      if (!sent) return;
      setProblem(undefined);
      const change = on ? mailbox.addReaction : mailbox.removeReaction;
      change(peer, sent.id, emoji).catch((reason: unknown) => setProblem(explain(reason).detail));
    };

    return (
      <li
        className={styles.item}
        data-key={row.key}
        data-mine={mine || undefined}
        data-first={first || undefined}
        data-last={last || undefined}
      >
        <span className="visually-hidden">{mine ? 'You' : row.sender}:</span>
        <div className={styles.line}>
          <Bubble row={row} />
          {sent && (
            <MessageMenu
              row={sent}
              peer={peer}
              onTarget={onTarget}
              onReact={react}
              onProblem={setProblem}
              tabbable={tabbable}
            />
          )}
          {!last && (
            <time className={styles.aside} dateTime={row.timestamp} title={fullDateOf(date)}>
              {timeOf(date)}
            </time>
          )}
        </div>
        {sent && <Reactions row={sent} onReact={onTarget && react} />}
        {problem && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        {row.state === 'failed' ? (
          <Failed row={row} peer={peer} />
        ) : row.delay ? (
          <Delayed rowKey={row.key} delay={row.delay} peer={peer} />
        ) : (
          (last || row.state === 'pending') && (
            <p className={styles.meta}>
              <time dateTime={row.timestamp} title={fullDateOf(date)}>
                {timeOf(date)}
              </time>
              {mine && <State state={row.state} read={read} />}
            </p>
          )
        )}
      </li>
    );
  },
  ({ item: before, ...rest }, { item: after, ...next }) =>
    before.row === after.row &&
    before.first === after.first &&
    before.last === after.last &&
    rest.peer === next.peer &&
    rest.read === next.read &&
    rest.onTarget === next.onTarget &&
    rest.tabbable === next.tabbable,
);

function Bubble({ row: { body, deleted, editedAt, quote, state } }: { row: MessageRow }) {
  const longPress = useLongPress((bubble) =>
    bubble.parentElement?.querySelector<HTMLButtonElement>('button[aria-expanded="false"]')?.click(),
  );
  if (deleted) {
    return (
      <p className={styles.bubble} data-deleted>
        {deletedWords(deleted)}
      </p>
    );
  }
  return (
    <div
      className={styles.bubble}
      data-state={state}
      data-pictures={(!quote && PICTURES.test(body)) || undefined}
      {...longPress}
    >
      {quote && <QuoteLink quote={quote} />}
      <p dir="auto">
        <LinkedText text={body} />
      </p>
      {editedAt && (
        <p className={styles.edited} title={fullDateOf(new Date(editedAt))}>
          edited
        </p>
      )}
    </div>
  );
}

function State({ state, read }: { state: MessageRow['state']; read: boolean }) {
  return state === 'pending' ? (
    <span className={styles.pending}>
      <PendingIcon />
      <span className="visually-hidden">Sending</span>
    </span>
  ) : (
    <span className={read ? styles.read : undefined}>
      {read ? <ReadIcon /> : <SentIcon />}
      <span className="visually-hidden">{read ? 'Read' : 'Sent'}</span>
    </span>
  );
}

function Delayed({ rowKey, delay: { problem, until }, peer }: { rowKey: string; delay: Delay; peer: string }) {
  const { mailbox } = useMailbox();
  return (
    <div className={styles.unsent}>
      <p role="status">
        <PendingIcon />
        <span>
          {explain(problem).detail} This is sent at {timeOf(new Date(until))}.
        </span>
      </p>
      <Button variant="quiet" size="small" onClick={() => mailbox.discardUnsent(peer, rowKey)}>
        Delete
      </Button>
    </div>
  );
}

function Failed({ row, peer }: { row: MessageRow; peer: string }) {
  const { mailbox } = useMailbox();
  return (
    <div className={styles.unsent} data-failed>
      <p role="alert">
        <FailedIcon />
        <span>Not sent. {row.problem && explain(row.problem).detail}</span>
      </p>
      <Button variant="quiet" size="small" onClick={() => mailbox.retry(peer, row.key)}>
        Retry
      </Button>
      <Button variant="quiet" size="small" onClick={() => mailbox.discardUnsent(peer, row.key)}>
        Delete
      </Button>
    </div>
  );
}
