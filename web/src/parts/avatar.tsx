import { hueOf, initialsOf } from '../text/person-color.ts';
/** A person's initials on the colour of their name, or the grey shape of one who is gone. Decoration: the name stands beside it. */
import { PersonIcon } from './icons.tsx';
import styles from './avatar.module.css';

interface AvatarProps {
  /** User name. */
  readonly name: string;
  readonly size?: 'xs' | 's' | 'm' | 'l';
  readonly gone?: boolean;
}

export function Avatar({ name, size = 'm', gone = false }: AvatarProps) {
  return (
    <span
      className={`${styles.avatar} ${styles[size]}`}
      data-gone={gone || undefined}
      style={{ '--hue': hueOf(name) }}
      aria-hidden="true"
    >
      {gone ? <PersonIcon /> : initialsOf(name)}
    </span>
  );
}
