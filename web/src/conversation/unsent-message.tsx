/** Below a message that was not sent: why, and what to do with it. */
import type { MessageRow } from '#client/mailbox.ts';
import { type Failure, isRefusal, refusesField } from '#client/problem.ts';
import type { Delay } from '#client/unsent.ts';
import { BODY_MAX_CHARACTERS } from '#contract/text.ts';
import { Button } from '../parts/button.tsx';
import { FailedIcon, PendingIcon } from '../parts/icons.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { timeOf } from '../text/dates.ts';
import { explain } from '../text/explain.ts';
import { lengthProblem } from '../text/length.ts';
import styles from './unsent-message.module.css';

const UPDATE_TEXT = 'The message center is being updated. This will be sent when it’s ready.';

interface DelayedMessageProps {
  readonly rowKey: string;
  readonly delay: Delay;
  readonly peer: string;
}

/** The server has asked to wait, or is in another version than the page. */
export function DelayedMessage({ rowKey, delay: { problem, until }, peer }: DelayedMessageProps) {
  const { mailbox } = useMailbox();
  return (
    <div className={styles.unsent}>
      <p role="status">
        <PendingIcon />
        <span>
          {until === undefined
            ? UPDATE_TEXT
            : `${explain(problem).detail} This will be sent at ${timeOf(new Date(until))}.`}
        </span>
      </p>
      <Button variant="quiet" size="small" onClick={() => mailbox.discardUnsent(peer, rowKey)}>
        Delete
      </Button>
    </div>
  );
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
        <span>Not sent. {row.problem && reasonOf(row.problem, row.body)}</span>
      </p>
      <Button variant="quiet" size="small" onClick={() => mailbox.retry(peer, row.key)}>
        Retry
      </Button>
      {onEdit && (
        <Button variant="quiet" size="small" onClick={onEdit}>
          Edit
        </Button>
      )}
      <Button variant="quiet" size="small" onClick={() => mailbox.discardUnsent(peer, row.key)}>
        Delete
      </Button>
    </div>
  );
}

/** The server says of a text that it cannot be stored what a program can use; a person needs other words. */
const reasonOf = (problem: Failure, body: string): string =>
  isRefusal(problem, 'invalid') && !refusesField(problem, 'attachments')
    ? (lengthProblem(body, BODY_MAX_CHARACTERS) ?? 'There is something in this text that can’t be stored. Edit it.')
    : explain(problem).detail;
