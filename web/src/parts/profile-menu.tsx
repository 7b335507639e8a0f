/** Who I am, and the way out. */
import { useEffect, useId, useRef, useState } from 'react';
import { getMe } from '../../../functions/api/routes/users.ts';
import { Avatar } from './avatar.tsx';
import { SignOutIcon } from './icons.tsx';
import styles from './profile-menu.module.css';
import { useMailbox } from '../state/mailbox.ts';
import { useSession } from '../state/session.ts';
import { explain } from '../text/explain.ts';

export function ProfileMenu({ onSignOut }: { onSignOut: () => Promise<void> }) {
  const { me } = useMailbox();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    const close = (event: PointerEvent): void => {
      if (!(event.target instanceof Node && root.current?.contains(event.target))) setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [open]);

  return (
    <div
      ref={root}
      className={styles.profile}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.preventDefault();
        setOpen(false);
        opener.current?.focus();
      }}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button
        ref={opener}
        type="button"
        className={styles.opener}
        aria-label={`Your account, ${me}`}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <Avatar name={me} size="xs" />
        <span aria-hidden="true">You</span>
      </button>
      {open && <Card id={id} me={me} onSignOut={onSignOut} />}
    </div>
  );
}

function Card({ id, me, onSignOut }: { id: string; me: string; onSignOut: () => Promise<void> }) {
  const session = useSession();
  const [email, setEmail] = useState('');
  const [leaving, setLeaving] = useState(false);
  const [problem, setProblem] = useState<string>();
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    button.current?.focus();
    session.call(getMe, {}).then(
      (profile) => setEmail(profile.email),
      () => {}, // The name alone says who I am.
    );
  }, [session]);

  const signOut = (): void => {
    setLeaving(true);
    onSignOut().catch((reason: unknown) => {
      setProblem(explain(reason).detail);
      setLeaving(false);
    });
  };

  return (
    <div id={id} className={styles.card} role="group" aria-label="Your account">
      <div className={styles.who}>
        <Avatar name={me} />
        <p>
          <bdi className={styles.name}>{me}</bdi>
          <span className={styles.email}>{email || '\u00a0'}</span>
        </p>
      </div>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <button ref={button} type="button" className={styles.act} onClick={signOut} aria-disabled={leaving}>
        <SignOutIcon />
        {leaving ? 'Signing out…' : 'Sign out'}
      </button>
    </div>
  );
}
