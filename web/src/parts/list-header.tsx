/** The top of a list: its title, and what narrows it down. */
import type { ReactNode } from 'react';
import styles from './list-header.module.css';

export function ListHeader({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className={styles.header}>
      <h1>{title}</h1>
      {children}
    </header>
  );
}
