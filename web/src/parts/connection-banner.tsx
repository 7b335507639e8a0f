/** Says what the connection is doing while it is not ready. It waits two seconds, since most losses are shorter. */
import { useEffect, useState } from 'react';
import type { MailboxState } from '#client/mailbox.ts';
import { useMailboxState } from '../state/mailbox.ts';
import { shell } from '../words/shell.ts';
import styles from './connection-banner.module.css';

const DELAY_MS = 2_000;
const texts = (): Readonly<Record<MailboxState['connection'], string>> => ({
  offline: shell.offline,
  connecting: shell.connecting,
  'catching-up': shell.updating,
  ready: '',
});

export function ConnectionBanner() {
  const connection = useMailboxState((state) => state.connection);
  const [waiting, setWaiting] = useState(true);
  const ready = connection === 'ready';

  useEffect(() => {
    if (ready) return setWaiting(true);
    const timer = setTimeout(() => setWaiting(false), DELAY_MS);
    return () => clearTimeout(timer);
  }, [ready]);

  const text = ready || waiting ? '' : texts()[connection];
  return (
    <div className={styles.position} role="status">
      {text && <p className={styles.banner}>{text}</p>}
    </div>
  );
}
