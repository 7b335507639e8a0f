/** One row of a list of people: whose it is, a line below, and what stands at the end. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Avatar } from './avatar.tsx';
import styles from './person-row.module.css';

interface PersonRowProps {
  readonly name: string;
  readonly href: string;
  readonly current: boolean;
  /** What {@link useRoving} gives for this row. */
  readonly roving: { 'data-roving': string; tabIndex: number; onFocus(): void };
  readonly line?: ReactNode;
  readonly aside?: ReactNode;
  /** Whether something here waits to be read. */
  readonly strong?: boolean;
}

export function PersonRow({ name, href, current, roving, line, aside, strong = false }: PersonRowProps) {
  return (
    <li>
      <Link href={href} className={styles.row} aria-current={current ? 'page' : undefined} data-strong={strong || undefined} data-compact={!line || undefined} {...roving}>
        <Avatar name={name} size={line ? 'm' : 's'} />
        <span className={styles.text}>
          <span className={styles.first}>
            <bdi className={styles.name}>{name}</bdi>
            {aside}
          </span>
          {line && <span className={styles.line}>{line}</span>}
        </span>
      </Link>
    </li>
  );
}
