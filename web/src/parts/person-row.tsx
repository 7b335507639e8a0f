/** A row in a list of people: a name, a line below it, and details at the end. */
import type { ReactNode, Ref } from 'react';
import { Link } from 'wouter';
import type { RovingItem } from '../hooks/use-roving-focus.ts';
import { Avatar } from './avatar.tsx';
import styles from './person-row.module.css';

interface PersonRowProps {
  readonly username: string;
  /** If it differs from the user name, both are shown: anybody may take the display name of somebody else. */
  readonly displayName?: string;
  /** True if the account is gone. */
  readonly deleted?: boolean;
  readonly href: string;
  readonly current: boolean;
  readonly roving: RovingItem;
  readonly secondLine?: ReactNode;
  readonly aside?: ReactNode;
  /** Highlights a row with unread messages. */
  readonly strong?: boolean;
  readonly ref?: Ref<HTMLLIElement>;
}

export function PersonRow({
  username,
  displayName = username,
  deleted = false,
  href,
  current,
  roving,
  secondLine,
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
        data-compact={!secondLine || undefined}
        {...roving}
      >
        <Avatar username={username} size={secondLine ? 'm' : 's'} deleted={deleted} />
        <span className={styles.text}>
          <span className={styles.firstLine}>
            <span className={styles.name}>
              <bdi>{displayName}</bdi>
              {displayName !== username && (
                <small>
                  {' '}
                  <bdi>{username}</bdi>
                </small>
              )}
            </span>
            {aside}
          </span>
          {secondLine && <span className={styles.secondLine}>{secondLine}</span>}
        </span>
      </Link>
    </li>
  );
}
