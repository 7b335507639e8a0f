/** Below a message that was not sent: why, and what to do with it. */
import { useEffect, useState } from 'react';
import type { MessageRow } from '#client/mailbox.ts';
import { type Failure, isRefusal, refusesField } from '#client/problem.ts';
import type { Delay } from '#client/unsent.ts';
import { BODY_MAX_CHARACTERS } from '#contract/text.ts';
import { AskButton } from '../parts/ask-button.tsx';
import { Button } from '../parts/button.tsx';
import { PendingIcon } from '../parts/icons.tsx';
import { FailedIcon } from '../parts/more-icons.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { timeOf } from '../text/dates.ts';
import { explain } from '../text/explain.ts';
import { lengthProblem } from '../text/length.ts';
import { messages } from '../words/messages.ts';
import styles from './unsent-message.module.css';

/** A longer wait is told by its end alone. */
const COUNTED_SECONDS = 90;

interface DelayedMessageProps {
  readonly rowKey: string;
  readonly delay: Delay;
  readonly peer: string;
}

/** The server has asked to wait, or is in another version than the page. */
export function DelayedMessage({ rowKey, delay: { problem, until }, peer }: DelayedMessageProps) {
  return (
    <div className={styles.unsent}>
      <p role="status">
        <PendingIcon />
        <span>
          {until === undefined
            ? messages.sentWhenUpdated
            : messages.sentAt(explain(problem).detail, timeOf(new Date(until)))}
          {until !== undefined && <Countdown until={until} />}
        </span>
      </p>
      <DiscardButton peer={peer} rowKey={rowKey} />
    </div>
  );
}

function DiscardButton({ peer, rowKey }: Pick<DelayedMessageProps, 'peer' | 'rowKey'>) {
  const { mailbox } = useMailbox();
  return (
    <AskButton
      variant="quiet"
      size="small"
      label={messages.delete}
      question={messages.deleteQuestion}
      means={messages.discardMeans}
      confirmLabel={messages.delete}
      onAct={() => mailbox.discardUnsent(peer, rowKey)}
    />
  );
}

/** Counts the last seconds. It is only seen: each change would be read out. */
function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((until - now) / 1_000);
  if (seconds <= 0 || seconds > COUNTED_SECONDS) return null;
  return <span aria-hidden="true">{` (${messages.inSeconds(seconds)})`}</span>;
}

/** The server has refused the message, which is not sent again by itself. */
interface FailedMessageProps {
  readonly row: MessageRow;
  readonly peer: string;
  /** Takes the text back into the composer. Undefined where there is none. */
  readonly onEdit: (() => void) | undefined;
}

export function FailedMessage({ row, peer, onEdit }: FailedMessageProps) {
  const { mailbox } = useMailbox();
  return (
    <div className={styles.unsent} data-failed>
      <p role="alert">
        <FailedIcon />
        <span>{messages.notSent(row.problem ? reasonOf(row.problem, row.body) : '')}</span>
      </p>
      <Button variant="quiet" size="small" onClick={() => mailbox.retry(peer, row.key)}>
        {messages.retry}
      </Button>
      {onEdit && (
        <Button variant="quiet" size="small" onClick={onEdit}>
          {messages.edit}
        </Button>
      )}
      <DiscardButton peer={peer} rowKey={row.key} />
    </div>
  );
}

/** The server says of a text that it cannot be stored what a program can use; a person needs other words. */
const reasonOf = (problem: Failure, body: string): string =>
  isRefusal(problem, 'invalid') && !refusesField(problem, 'attachments')
    ? (lengthProblem(body, BODY_MAX_CHARACTERS) ?? messages.cannotBeStored)
    : explain(problem).detail;
