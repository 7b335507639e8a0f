/** The main navigation: a rail at the side, or a bar at the bottom of a narrow screen. */
import { type ReactNode, Suspense } from 'react';
import { Link } from 'wouter';
import { type Area, paths } from '../paths.ts';
import { useUnsentPosts } from '../state/publisher.ts';
import { shell } from '../words/shell.ts';
import { BrandMark } from './brand-mark.tsx';
import { ConversationsIcon, NeedsIcon, PeopleIcon, PlusIcon } from './icons.tsx';
import { LoadBoundary } from './load-boundary.tsx';
import { ProfileMenu } from './profile-menu.tsx';
import styles from './navigation.module.css';

interface NavigationProps {
  readonly area: Area;
  /** How many messages are unread in all conversations. */
  readonly unread: number;
}

export function Navigation({ area, unread }: NavigationProps) {
  return (
    <nav className={styles.navigation} aria-label={shell.main}>
      <span className={styles.brand}>
        <BrandMark size={30} />
      </span>
      <NeedsItem current={area === 'needs'} />
      <NavigationItem
        href={paths.conversations}
        label={shell.messages}
        current={area === 'conversations'}
        icon={<ConversationsIcon />}
        mark={unread > 0 ? { text: shell.unread(unread) } : undefined}
      />
      {/* The phone has it in the middle of its bar. */}
      <Link href={paths.newPost} className={styles.ask} aria-label={shell.askForHelp}>
        <PlusIcon />
      </Link>
      <NavigationItem href={paths.people} label={shell.people} current={area === 'people'} icon={<PeopleIcon />} />
      <ProfileMenu current={area === 'settings' || area === 'admin'} />
    </nav>
  );
}

/** Says so where a post of mine could not be published. What knows of it is loaded after the navigation. */
function NeedsItem({ current }: { current: boolean }) {
  const item = (mark?: Mark) => (
    <NavigationItem href={paths.needs} label={shell.needs} current={current} icon={<NeedsIcon />} mark={mark} />
  );
  return (
    <LoadBoundary fallback={item()}>
      <Suspense fallback={item()}>
        <FailedPosts>{item}</FailedPosts>
      </Suspense>
    </LoadBoundary>
  );
}

function FailedPosts({ children }: { children: (mark: Mark | undefined) => ReactNode }) {
  const failed = useUnsentPosts().filter(({ problem }) => problem).length;
  const text = shell.postsNotPublished(failed);
  return children(failed > 0 ? { text, isProblem: true } : undefined);
}

interface Mark {
  /** What the dot says, to screen readers. */
  readonly text: string;
  readonly isProblem?: boolean;
}

interface NavigationItemProps {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
  readonly icon: ReactNode;
  readonly mark?: Mark | undefined;
}

function NavigationItem({ href, label, current, icon, mark }: NavigationItemProps) {
  const name = mark ? `${label}, ${mark.text}` : label;
  return (
    <Link href={href} className={styles.item} aria-current={current ? 'page' : undefined} aria-label={name}>
      <span className={styles.icon}>
        {icon}
        {mark && <span className={styles.dot} data-problem={mark.isProblem} />}
      </span>
      <span className={styles.label} aria-hidden="true">
        {label}
      </span>
    </Link>
  );
}
