/** Whether a message of mine is on its way, sent or read. */
import type { MessageRow } from '#client/mailbox.ts';
import { PendingIcon } from '../parts/icons.tsx';
import { ReadIcon, SentIcon } from '../parts/more-icons.tsx';
import { messages } from '../words/messages.ts';
import styles from './message-status.module.css';

export function MessageStatus({ state, read }: { state: MessageRow['state']; read: boolean }) {
  return state === 'pending' ? (
    <span className={styles.pending}>
      <PendingIcon />
      <span className="visually-hidden">{messages.sending}</span>
    </span>
  ) : (
    <span className={read ? styles.read : undefined}>
      {read ? <ReadIcon /> : <SentIcon />}
      <span className="visually-hidden">{read ? messages.read : messages.sent}</span>
    </span>
  );
}
