/** What went wrong with a whole form, or what came of it; said aloud when it appears. */
import type { ReactNode } from 'react';
import styles from './alert.module.css';

export function Notice({ tone, children }: { tone: 'problem' | 'good'; children: ReactNode }) {
  return (
    <p className={`${styles.notice} ${styles[tone]}`} role={tone === 'problem' ? 'alert' : 'status'}>
      {children}
    </p>
  );
}
