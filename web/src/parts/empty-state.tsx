/** Fills a list or a pane that has nothing to show: says why, and offers the next step. */
import type { ReactNode } from 'react';
import { BrandMark } from './brand-mark.tsx';
import styles from './empty-state.module.css';

interface EmptyStateProps {
  readonly title: string;
  readonly text?: ReactNode;
  /** Shows the brand mark, as fits a pane beside a list. */
  readonly marked?: boolean;
  readonly children?: ReactNode;
}

export function EmptyState({ title, text, marked = false, children }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      {marked && (
        <span className={styles.mark}>
          <BrandMark size={48} />
        </span>
      )}
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children && <div className={styles.action}>{children}</div>}
    </div>
  );
}
