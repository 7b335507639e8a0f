/** Whether a message of mine is on its way, sent or read. */
import type { MessageRow } from '#client/mailbox.ts';
import { PendingIcon, ReadIcon, SentIcon } from '../parts/icons.tsx';
import styles from './message-status.module.css';

export function MessageStatus({ state, read }: { state: MessageRow['state']; read: boolean }) {
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
