/** The account of the person who is signed in: who they are, the way to their settings, and the way out. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { usePopover } from '../hooks/use-popover.ts';
import { paths, selectionPath } from '../paths.ts';
import { useEndSession, useUnsentWarning } from '../state/end-session.ts';
import { useMailbox } from '../state/mailbox.ts';
import { useMyProfile } from '../state/my-profile.ts';
import { useSession } from '../state/session.ts';
import { explain } from '../text/explain.ts';
import { messenger } from '../words/messenger.ts';
import { Avatar } from './avatar.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { EditIcon, ListIcon, SettingsIcon, ShieldIcon, SignOutIcon } from './icons.tsx';
import styles from './profile-menu.module.css';

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
      {open && <ProfileCard id={id} me={me} onNavigate={close} />}
    </div>
  );
}

function ProfileCard({ id, me, onNavigate }: { id: string; me: string; onNavigate: () => void }) {
  const session = useSession();
  const endSession = useEndSession();
  const { profile } = useMyProfile();
  const warn = useUnsentWarning();
  const [signingOut, setSigningOut] = useState(false);
  /** What the dialog warns about; empty while there is none. */
  const [warning, setWarning] = useState('');
  const [problem, setProblem] = useState<string>();
  const card = useRef<HTMLDivElement>(null);

  useEffect(() => card.current?.querySelector('a')?.focus(), []);

  const signOut = (): Promise<void> => endSession(() => session.signOut());

  const confirmOrSignOut = async (): Promise<void> => {
    const unsent = await warn();
    if (unsent !== '') return setWarning(unsent);
    setSigningOut(true);
    signOut().catch((reason: unknown) => {
      setProblem(explain(reason).detail);
      setSigningOut(false);
    });
  };

  return (
    <div ref={card} id={id} className={styles.card} role="group" aria-label="Your account">
      <div className={styles.person}>
        <Avatar username={me} />
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
      <CardLink
        href={selectionPath('conversations', me)}
        icon={<EditIcon />}
        label="Notes to yourself"
        onNavigate={onNavigate}
      />
      <CardLink href={paths.myPosts} icon={<ListIcon />} label="My posts" onNavigate={onNavigate} />
      <CardLink href={paths.settings} icon={<SettingsIcon />} label="Settings" onNavigate={onNavigate} />
      {profile?.administrator && (
        <CardLink href={paths.admin} icon={<ShieldIcon />} label="Administration" onNavigate={onNavigate} />
      )}
      <button type="button" className={styles.item} onClick={() => void confirmOrSignOut()} aria-disabled={signingOut}>
        <SignOutIcon />
        {signingOut ? 'Signing out…' : 'Sign out'}
      </button>
      {warning !== '' && (
        <ConfirmDialog
          title="Sign out?"
          confirmLabel="Sign out and delete"
          onConfirm={signOut}
          onClose={() => setWarning('')}
        >
          {warning}
        </ConfirmDialog>
      )}
    </div>
  );
}

interface CardLinkProps {
  readonly href: string;
  readonly icon: ReactNode;
  readonly label: string;
  readonly onNavigate: () => void;
}

function CardLink({ href, icon, label, onNavigate }: CardLinkProps) {
  return (
    <Link href={href} className={styles.item} onClick={onNavigate}>
      {icon}
      {label}
    </Link>
  );
}
