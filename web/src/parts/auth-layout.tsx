/** The layout of the screens before signing in: a form beside a quiet picture of what comes after. */
import { type ReactNode, useEffect, useRef } from 'react';
import { isFocusLost } from '../hooks/is-focus-lost.ts';
import { usePageTitle } from '../hooks/use-page-title.ts';
import { auth } from '../words/auth.ts';
import { BrandMark } from './brand-mark.tsx';
import { KindBadge } from './kind-badge.tsx';
import { LanguageChoice } from './language-choice.tsx';
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
        <div className={styles.end}>
          <LegalLinks />
          <LanguageChoice />
        </div>
      </main>
      <aside className={styles.picture} aria-hidden="true">
        <div className={styles.scene}>
          <div className={styles.need}>
            <KindBadge kind="need" />
            <b>{auth.exampleTitle}</b>
            <small>{auth.exampleTerms}</small>
          </div>
          <p className={styles.mine}>{auth.exampleAnswer}</p>
          <p className={styles.mine}>{auth.exampleProposal}</p>
          <p className={styles.theirs}>{auth.exampleThanks}</p>
        </div>
      </aside>
    </div>
  );
}
