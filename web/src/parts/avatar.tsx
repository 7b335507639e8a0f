/**
 * A person's initials on a color made from their name, or a grey shape for a deleted account. It is decoration: the
 * name always stands beside it.
 */
import { hueOf, initialsOf } from '../text/initials-and-hue.ts';
import { PersonIcon } from './icons.tsx';
import styles from './avatar.module.css';

interface AvatarProps {
  readonly username: string;
  readonly size?: 'xs' | 's' | 'm' | 'l';
  /** True if the account is gone. */
  readonly deleted?: boolean;
}

export function Avatar({ username, size = 'm', deleted = false }: AvatarProps) {
  return (
    <span
      className={`${styles.avatar} ${styles[size]}`}
      data-deleted={deleted || undefined}
      style={{ '--hue': hueOf(username) }}
      aria-hidden="true"
    >
      {deleted ? <PersonIcon /> : initialsOf(username)}
    </span>
  );
}
