/** A message about a whole form or list: what went wrong, or what was done. Screen readers speak it when it appears. */
import type { ReactNode } from 'react';
import styles from './alert.module.css';

export function Alert({ tone, children }: { tone: 'error' | 'success'; children: ReactNode }) {
  return (
    <p className={`${styles.alert} ${styles[tone]}`} role={tone === 'error' ? 'alert' : 'status'}>
      {children}
    </p>
  );
}
