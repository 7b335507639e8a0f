/** The places of settings or administration, in the list beside them. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useRovingFocus } from '../hooks/use-roving-focus.ts';
import { ListHeader } from './list-header.tsx';
import list from './list.module.css';
import styles from './section-list.module.css';

export interface Section {
  /** The last part of its address. */
  readonly key: string;
  readonly label: string;
  readonly line: string;
  readonly icon: ReactNode;
}

interface SectionListProps {
  readonly title: string;
  /** Where the addresses of the sections begin. */
  readonly base: string;
  readonly sections: readonly Section[];
  readonly current: string | undefined;
}

export function SectionList({ title, base, sections, current }: SectionListProps) {
  const roving = useRovingFocus(
    sections.map(({ key }) => key),
    current,
  );
  return (
    <>
      <ListHeader title={title} />
      <ul className={list.scroller} {...roving.list}>
        {sections.map(({ key, label, line, icon }) => (
          <li key={key}>
            <Link
              href={`${base}/${key}`}
              className={styles.row}
              aria-current={key === current ? 'page' : undefined}
              {...roving.item(key)}
            >
              <span className={styles.icon}>{icon}</span>
              <span className={styles.text}>
                <b>{label}</b>
                <small>{line}</small>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
