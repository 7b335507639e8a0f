/** The top of a list: its title, and what narrows it down. */
import type { ReactNode } from 'react';
import styles from './list-header.module.css';

interface ListHeaderProps {
  readonly title: string;
  /** Stands beside the title. */
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}

export function ListHeader({ title, action, children }: ListHeaderProps) {
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <h1>{title}</h1>
        {action}
      </div>
      {children}
    </header>
  );
}
