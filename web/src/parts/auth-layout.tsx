/** The layout of the screens before signing in: a form beside a quiet picture of what comes after. */
import { type ReactNode, useEffect, useRef } from 'react';
import { isFocusLost } from '../hooks/is-focus-lost.ts';
import { usePageTitle } from '../hooks/use-page-title.ts';
import { BrandMark } from './brand-mark.tsx';
import { LegalLinks } from './legal-links.tsx';
import styles from './auth-layout.module.css';

interface AuthLayoutProps {
  readonly title: string;
  /** A sentence below the title. */
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

export function AuthLayout({ title, lead, children }: AuthLayoutProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(title);
  // If no field takes the focus, screen readers start at the heading of the new screen.
  useEffect(() => {
    if (isFocusLost()) heading.current?.focus();
  }, []);

  return (
    <div className={styles.layout}>
      <main className={styles.main}>
        <div className={styles.brand}>
          <BrandMark />
          <span>Message Center</span>
        </div>
        <div className={styles.content}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <p className={styles.lead}>{lead}</p>}
          {children}
        </div>
        <LegalLinks />
      </main>
      <aside className={styles.picture} aria-hidden="true">
        <div className={styles.scene}>
          <p className={styles.theirs}>Are you still at the library?</p>
          <p className={styles.mine}>Yes, second floor, by the window.</p>
          <p className={styles.mine}>I saved you a seat.</p>
          <p className={styles.theirs}>On my way. Coffee?</p>
        </div>
      </aside>
    </div>
  );
}
