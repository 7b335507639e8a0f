/** What the profile menu opens: who is signed in, the way to their settings, and the way out. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { paths, selectionPath } from '../paths.ts';
import { useEndSession } from '../state/end-session.ts';
import { useMyProfile } from '../state/my-profile.ts';
import { useSession } from '../state/session.ts';
import { useUnsentWarning } from '../state/unsent-warning.ts';
import { explain } from '../text/explain.ts';
import { parts } from '../words/parts.ts';
import { shell } from '../words/shell.ts';
import { Avatar } from './avatar.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { EditIcon, ListIcon, SettingsIcon, ShieldIcon, SignOutIcon } from './more-icons.tsx';
import styles from './profile-menu.module.css';

export function ProfileCard({ id, me, onNavigate }: { id: string; me: string; onNavigate: () => void }) {
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
    <div ref={card} id={id} className={styles.card} role="group" aria-label={parts.yourAccount}>
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
        label={parts.notesToYourself}
        onNavigate={onNavigate}
      />
      <CardLink href={paths.myPosts} icon={<ListIcon />} label={parts.myPosts} onNavigate={onNavigate} />
      <CardLink href={paths.settings} icon={<SettingsIcon />} label={shell.settings} onNavigate={onNavigate} />
      {profile?.administrator && (
        <CardLink href={paths.admin} icon={<ShieldIcon />} label={shell.administration} onNavigate={onNavigate} />
      )}
      <button type="button" className={styles.item} onClick={() => void confirmOrSignOut()} aria-disabled={signingOut}>
        <SignOutIcon />
        {signingOut ? parts.signingOut : parts.signOut}
      </button>
      {warning !== '' && (
        <ConfirmDialog
          title={parts.signOutQuestion}
          confirmLabel={parts.signOutAndDelete}
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
