/** The top of a list: its title, and what narrows it down. */
import type { ReactNode } from 'react';
import { usePanes } from '../hooks/use-panes.ts';
import styles from './list-header.module.css';

interface ListHeaderProps {
  readonly title: string;
  /** Stands beside the title. */
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}

/** A page has one first heading: the title of what is open, else that of the list. */
export function ListHeader({ title, action, children }: ListHeaderProps) {
  const Heading = usePanes().isOpen ? 'h2' : 'h1';
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <Heading>{title}</Heading>
        {action}
      </div>
      {children}
    </header>
  );
}
