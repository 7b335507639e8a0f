/** What was selected from a list, other than a conversation: a header with the way back, and a column that scrolls. */
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { isFocusLost } from '../hooks/is-focus-lost.ts';
import { useListAddress, usePaneTitle, usePanes } from '../hooks/use-panes.ts';
import type { Area } from '../paths.ts';
import { parts } from '../words/parts.ts';
import { BackIcon } from './more-icons.tsx';
import header from './pane-header.module.css';
import styles from './pane.module.css';

interface PaneProps {
  readonly title: string;
  /** The title of the window, if it says more than the heading. */
  readonly windowTitle?: string | undefined;
  /** Whose list led here. */
  readonly area: Area;
  /** Where the way back leads, if that is not the list. */
  readonly back?: string | undefined;
  /** A sentence below the title. */
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  /** For rows of many columns, rather than text and fields. */
  readonly wide?: boolean;
}

export function Pane({ title, windowTitle = title, area, back, lead, children, wide = false }: PaneProps) {
  const list = useListAddress(area);
  // Beside a list of which nothing was selected, the list has the first heading.
  const Heading = usePanes().isOpen ? 'h1' : 'h2';
  usePaneTitle(windowTitle);
  const heading = useRef<HTMLHeadingElement>(null);
  // On a phone, the list that led here is hidden. Screen readers go on at the heading.
  useEffect(() => {
    if (isFocusLost()) heading.current?.focus();
  }, []);

  return (
    <>
      <header className={header.header}>
        <Link
          href={back ?? list}
          className={header.back}
          aria-label={back === undefined ? parts.backToTheList : parts.back}
        >
          <BackIcon />
        </Link>
        <Heading ref={heading} tabIndex={-1}>
          {title}
        </Heading>
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
