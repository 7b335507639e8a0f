import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { usePopover } from '../hooks/use-popover.ts';
/** Who I am, what is mine to set, and the way out. */
import { paths } from '../paths.ts';
import { unsentWarning } from '../state/../text/unsent-warning.ts';
import { useEndSession, useUnsentCount } from '../state/end-session.ts';
import { useMailbox } from '../state/mailbox.ts';
import { useMyProfile } from '../state/my-profile.ts';
import { useSession } from '../state/session.ts';
import { explain } from '../text/explain.ts';
import { Avatar } from './avatar.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { SettingsIcon, ShieldIcon, SignOutIcon } from './icons.tsx';
import styles from './profile-menu.module.css';

/** @param current whether what it leads to is shown */
export function ProfileMenu({ current }: { current: boolean }) {
  const { me } = useMailbox();
  const { open, id, close, root, opener } = usePopover();

  return (
    <div className={styles.profile} {...root}>
      <button
        type="button"
        className={styles.opener}
        data-current={current || undefined}
        aria-label={`Your account, ${me}`}
        {...opener}
      >
        <Avatar name={me} size="xs" />
        <span aria-hidden="true">You</span>
      </button>
      {open && <Card id={id} me={me} onGone={close} />}
    </div>
  );
}

function Card({ id, me, onGone }: { id: string; me: string; onGone: () => void }) {
  const session = useSession();
  const endSession = useEndSession();
  const { profile } = useMyProfile();
  const countUnsent = useUnsentCount();
  const [leaving, setLeaving] = useState(false);
  /** How many unsent messages the person is asked about. */
  const [asking, setAsking] = useState(0);
  const [problem, setProblem] = useState<string>();
  const card = useRef<HTMLDivElement>(null);

  useEffect(() => card.current?.querySelector('a')?.focus(), []);

  const signOut = (): Promise<void> => endSession(() => session.signOut());

  const askOrSignOut = async (): Promise<void> => {
    const unsent = await countUnsent();
    if (unsent > 0) return setAsking(unsent);
    setLeaving(true);
    signOut().catch((reason: unknown) => {
      setProblem(explain(reason).detail);
      setLeaving(false);
    });
  };

  return (
    <div ref={card} id={id} className={styles.card} role="group" aria-label="Your account">
      <div className={styles.who}>
        <Avatar name={me} />
        <p>
          <bdi className={styles.name}>{profile?.displayName ?? me}</bdi>
          <span className={styles.email}>{profile?.email ?? '\u00a0'}</span>
        </p>
      </div>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <Way href={paths.settings} icon={<SettingsIcon />} label="Settings" onGone={onGone} />
      {profile?.administrator && (
        <Way href={paths.admin} icon={<ShieldIcon />} label="Administration" onGone={onGone} />
      )}
      <button type="button" className={styles.act} onClick={() => void askOrSignOut()} aria-disabled={leaving}>
        <SignOutIcon />
        {leaving ? 'Signing out…' : 'Sign out'}
      </button>
      {asking > 0 && (
        <ConfirmDialog
          title="Sign out?"
          confirmLabel="Sign out and delete"
          onConfirm={signOut}
          onClose={() => setAsking(0)}
        >
          {unsentWarning(asking)}
        </ConfirmDialog>
      )}
    </div>
  );
}

function Way({ href, icon, label, onGone }: { href: string; icon: ReactNode; label: string; onGone: () => void }) {
  return (
    <Link href={href} className={styles.act} onClick={onGone}>
      {icon}
      {label}
    </Link>
  );
}
