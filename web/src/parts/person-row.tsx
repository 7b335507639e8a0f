/** A row in a list of people: a name, a line below it, and details at the end. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type Point, placeBelow, useContextMenu } from '../hooks/use-context-menu.ts';
import type { RovingItem } from '../hooks/use-roving-focus.ts';
import { shell } from '../words/shell.ts';
import { Avatar } from './avatar.tsx';
import { IconButton } from './button.tsx';
import { MoreIcon } from './icons.tsx';
import styles from './person-row.module.css';
import selectable from './selectable-row.module.css';

interface PersonRowProps {
  readonly username: string;
  /**
   * If it differs from the user name, both are shown, this one first: anybody may take the display name of somebody
   * else.
   */
  readonly displayName?: string;
  /** True if the account is gone. */
  readonly deleted?: boolean;
  readonly online?: boolean | undefined;
  readonly href: string;
  readonly current: boolean;
  readonly roving: RovingItem;
  /** If it is missing, the user name stands there, where it differs from the display name. */
  readonly secondLine?: ReactNode;
  readonly aside?: ReactNode;
  /** Highlights a row with unread messages. */
  readonly strong?: boolean;
  /** What the row says to screen readers, in place of its contents. */
  readonly label?: string;
  readonly menu?: RowMenu | undefined;
  /** What it is drawn as, where the list item is around it. */
  readonly as?: 'li' | 'div' | undefined;
}

/** What can be done with a row, besides opening it. */
interface RowMenu {
  /** Of its button. */
  readonly label: string;
  readonly onOpen: (at: Point) => void;
}

export function PersonRow({
  username,
  displayName = username,
  deleted = false,
  online,
  href,
  current,
  roving,
  secondLine,
  aside,
  strong = false,
  label,
  menu,
  as: Item = 'li',
}: PersonRowProps) {
  const target = useContextMenu((at) => menu?.onOpen(at));
  const other = displayName === username ? undefined : <bdi>{username}</bdi>;
  const below = secondLine ?? other;
  return (
    <Item className={styles.item}>
      <Link
        href={href}
        className={`${selectable.row} ${styles.row}`}
        aria-current={current ? 'page' : undefined}
        data-strong={strong || undefined}
        aria-label={label}
        {...roving}
        {...(menu && target)}
      >
        <Avatar username={username} size="m" deleted={deleted} />
        {online && <span className={styles.online} title={shell.online} />}
        <span className={styles.text}>
          <span className={styles.firstLine}>
            <span className={styles.name}>
              <bdi>{displayName}</bdi>
              {secondLine && other && <small> {other}</small>}
            </span>
            {aside}
          </span>
          {/* Between the names where they are read aloud; a grid does not show it. */}
          {below && ' '}
          {below && <span className={styles.secondLine}>{below}</span>}
        </span>
      </Link>
      {menu && (
        <span className={styles.more}>
          {/* The list is one stop of Tab: by keyboard, the menu has keys of its own. */}
          <IconButton
            label={menu.label}
            tabIndex={-1}
            aria-haspopup="true"
            onClick={({ currentTarget }) => menu.onOpen(placeBelow(currentTarget))}
          >
            <MoreIcon />
          </IconButton>
        </span>
      )}
    </Item>
  );
}
