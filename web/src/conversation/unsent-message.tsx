/** Below a message that was not sent: why, and what to do with it. */
import type { MessageRow } from '#client/mailbox.ts';
import type { Delay } from '#client/unsent.ts';
import { Button } from '../parts/button.tsx';
import { FailedIcon, PendingIcon } from '../parts/icons.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { timeOf } from '../text/dates.ts';
import { explain } from '../text/explain.ts';
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
export function FailedMessage({ row, peer }: { row: MessageRow; peer: string }) {
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
