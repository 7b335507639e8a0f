/** The main navigation: a rail at the side, or a bar at the bottom of a narrow screen. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type Area, paths } from '../paths.ts';
import { BrandMark } from './brand-mark.tsx';
import { ConversationsIcon, NeedsIcon, PeopleIcon } from './icons.tsx';
import { ProfileMenu } from './profile-menu.tsx';
import styles from './navigation.module.css';

interface NavigationProps {
  readonly area: Area;
  /** How many messages are unread in all conversations. */
  readonly unread: number;
}

export function Navigation({ area, unread }: NavigationProps) {
  return (
    <nav className={styles.navigation} aria-label="Main">
      <span className={styles.brand}>
        <BrandMark size={30} />
      </span>
      <NavigationItem
        href={paths.conversations}
        label="Messages"
        current={area === 'conversations'}
        icon={<ConversationsIcon />}
        unread={unread}
      />
      <NavigationItem href={paths.people} label="People" current={area === 'people'} icon={<PeopleIcon />} />
      <NavigationItem href={paths.needs} label="Needs" current={area === 'needs'} icon={<NeedsIcon />} />
      <ProfileMenu current={area === 'settings' || area === 'admin'} />
    </nav>
  );
}

interface NavigationItemProps {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
  readonly icon: ReactNode;
  readonly unread?: number;
}

function NavigationItem({ href, label, current, icon, unread = 0 }: NavigationItemProps) {
  const name = unread > 0 ? `${label}, ${unread} unread` : label;
  return (
    <Link href={href} className={styles.item} aria-current={current ? 'page' : undefined} aria-label={name}>
      <span className={styles.icon}>
        {icon}
        {unread > 0 && <span className={styles.dot} />}
      </span>
      <span aria-hidden="true">{label}</span>
    </Link>
  );
}
