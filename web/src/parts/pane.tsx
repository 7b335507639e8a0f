/** What stands beside a list of places, in settings and administration: a head with the way back, and a column that scrolls. */
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { isFocusLost } from '../hooks/use-roving-focus.ts';
import { BackIcon } from './icons.tsx';
import head from './pane-header.module.css';
import styles from './pane.module.css';

interface PaneProps {
  readonly title: string;
  /** The list one came from. */
  readonly back: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  /** Whether it holds rows of many columns rather than text and fields. */
  readonly wide?: boolean;
}

export function Pane({ title, back, lead, children, wide = false }: PaneProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Where the list that led here is hidden, on a phone, a screen reader goes on at the heading.
  useEffect(() => {
    if (isFocusLost()) heading.current?.focus();
  }, []);

  return (
    <>
      <header className={head.head}>
        <Link href={back} className={head.back} aria-label="Back to the list">
          <BackIcon />
        </Link>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </header>
      <div className={styles.scroller}>
        <div className={styles.column} data-wide={wide || undefined}>
          {lead && <p className={styles.lead}>{lead}</p>}
          {children}
        </div>
      </div>
    </>
  );
}
