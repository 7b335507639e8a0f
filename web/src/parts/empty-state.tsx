/** Fills a list or a pane that has nothing to show: says why, and offers the next step. */
import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

export function EmptyState({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children && <div className={styles.action}>{children}</div>}
    </div>
  );
}
