/** The account of the person who is signed in: who they are, the way to their settings, and the way out. */
import { Suspense, lazy } from 'react';
import { usePopover } from '../hooks/use-popover.ts';
import { useMailbox } from '../state/mailbox.ts';
import { messenger } from '../words/messenger.ts';
import { Avatar } from './avatar.tsx';
import { LoadBoundary } from './load-boundary.tsx';
import styles from './profile-menu.module.css';

export const loadProfileCard = async () => ({ default: (await import('./profile-card.tsx')).ProfileCard });
const ProfileCard = lazy(loadProfileCard);

/** @param current true while the settings or the administration is shown */
export function ProfileMenu({ current }: { current: boolean }) {
  const { me } = useMailbox();
  const { open, id, close, root, opener } = usePopover();

  return (
    <div className={styles.profile} {...root}>
      <button
        type="button"
        className={styles.opener}
        data-current={current || undefined}
        aria-label={messenger.you(me)}
        {...opener}
      >
        <Avatar username={me} size="xs" />
        <span aria-hidden="true">{messenger.youShort}</span>
      </button>
      {open && (
        <LoadBoundary fallback={null}>
          <Suspense>
            <ProfileCard id={id} me={me} onNavigate={close} />
          </Suspense>
        </LoadBoundary>
      )}
    </div>
  );
}
