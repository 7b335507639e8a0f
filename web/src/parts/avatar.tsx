/** A person's initials on the colour of their name. Decoration: the name stands beside it. */
import { hueOf, initialsOf } from '../text/person-color.ts';
import styles from './avatar.module.css';

export function Avatar({ name, size = 'm' }: { name: string; size?: 'xs' | 's' | 'm' | 'l' }) {
  return (
    <span className={`${styles.avatar} ${styles[size]}`} style={{ '--hue': hueOf(name) }} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
