/** Says what the connection is doing when it is not just there; for two seconds it says nothing, since most losses are shorter. */
import { useEffect, useState } from 'react';
import type { MailboxState } from '#client/mailbox.ts';
import { useMailboxState } from '../state/mailbox.ts';
import styles from './connection-banner.module.css';

/** Milliseconds. */
const PATIENCE = 2_000;
const WORDS: Readonly<Record<MailboxState['connection'], string>> = {
  offline: 'No connection. Your messages wait here until it is back.',
  connecting: 'Connecting…',
  'catching-up': 'Catching up…',
  ready: '',
};

export function ConnectionBanner() {
  const connection = useMailboxState((state) => state.connection);
  const [patient, setPatient] = useState(true);
  const ready = connection === 'ready';

  useEffect(() => {
    if (ready) return setPatient(true);
    const timer = setTimeout(() => setPatient(false), PATIENCE);
    return () => clearTimeout(timer);
  }, [ready]);

  const words = ready || patient ? '' : WORDS[connection];
  return (
    <div className={styles.place} role="status">
      {words && <p className={styles.banner}>{words}</p>}
    </div>
  );
}
