/** One row of a list of people: whose it is, a line below, and what stands at the end. */
import type { ReactNode, Ref } from 'react';
import { Link } from 'wouter';
import { Avatar } from './avatar.tsx';
import styles from './person-row.module.css';

interface PersonRowProps {
  /** User name. */
  readonly name: string;
  /** What to call them, where that is something else: anybody may call themselves what somebody else is called. */
  readonly label?: string;
  readonly gone?: boolean;
  readonly href: string;
  readonly current: boolean;
  /** What {@link useRovingFocus} gives for this row. */
  readonly roving: { 'data-roving': string; tabIndex: number; onFocus(): void };
  readonly line?: ReactNode;
  readonly aside?: ReactNode;
  /** Whether something here waits to be read. */
  readonly strong?: boolean;
  readonly ref?: Ref<HTMLLIElement>;
}

export function PersonRow({
  name,
  label = name,
  gone = false,
  href,
  current,
  roving,
  line,
  aside,
  strong = false,
  ref,
}: PersonRowProps) {
  return (
    <li ref={ref}>
      <Link
        href={href}
        className={styles.row}
        aria-current={current ? 'page' : undefined}
        data-strong={strong || undefined}
        data-compact={!line || undefined}
        {...roving}
      >
        <Avatar name={name} size={line ? 'm' : 's'} gone={gone} />
        <span className={styles.text}>
          <span className={styles.first}>
            <span className={styles.name}>
              <bdi>{label}</bdi>
              {label !== name && (
                <small>
                  {' '}
                  <bdi>{name}</bdi>
                </small>
              )}
            </span>
            {aside}
          </span>
          {line && <span className={styles.line}>{line}</span>}
        </span>
      </Link>
    </li>
  );
}
