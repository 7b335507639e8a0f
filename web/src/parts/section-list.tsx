/** The list of sections of the settings or the administration. */
import type { ComponentType, ReactNode } from 'react';
import { Link } from 'wouter';
import { useRovingFocus } from '../hooks/use-roving-focus.ts';
import { ListHeader } from './list-header.tsx';
import list from './list.module.css';
import styles from './section-list.module.css';
import selectable from './selectable-row.module.css';

export interface Section {
  readonly label: string;
  readonly description: string;
  readonly icon: ReactNode;
  /** Shown beside the list when the section is selected. */
  readonly Pane: ComponentType;
}

interface SectionListProps<K extends string> {
  readonly title: string;
  readonly sections: Readonly<Record<K, Section>>;
  readonly pathOf: (key: K) => string;
  readonly current: string;
}

export function SectionList<K extends string>({ title, sections, pathOf, current }: SectionListProps<K>) {
  const roving = useRovingFocus(Object.keys(sections), current);
  return (
    <>
      <ListHeader title={title} />
      <ul className={list.scroller} {...roving.list}>
        {(Object.entries(sections) as [K, Section][]).map(([key, { label, description, icon }]) => (
          <li key={key}>
            <Link
              href={pathOf(key)}
              className={`${selectable.row} ${styles.row}`}
              aria-current={key === current ? 'page' : undefined}
              {...roving.item(key)}
            >
              <span className={styles.icon}>{icon}</span>
              <span className={styles.text}>
                <b>{label}</b>
                <small>{description}</small>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
