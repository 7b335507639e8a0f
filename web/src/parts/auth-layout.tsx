/** The frame of the screens before the door: a form beside a quiet picture of what lies behind it. */
import { type ReactNode, useEffect, useRef } from 'react';
import { usePageTitle } from '../hooks/use-page-title.ts';
import { BrandMark } from './brand-mark.tsx';
import styles from './auth-layout.module.css';

export function AuthLayout({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(title);
  // Where no field takes the focus, a screen reader starts at the heading of the new screen.
  useEffect(() => {
    if (!document.activeElement || document.activeElement === document.body) heading.current?.focus();
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
      </main>
      <aside className={styles.picture} aria-hidden="true">
        <div className={styles.scene}>
          <p className={styles.theirs}>Are you still at the library?</p>
          <p className={styles.mine}>Yes, second floor, by the window.</p>
          <p className={styles.mine}>I kept you a seat.</p>
          <p className={styles.theirs}>On my way. Coffee?</p>
        </div>
      </aside>
    </div>
  );
}
