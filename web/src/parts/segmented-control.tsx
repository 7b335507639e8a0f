/** A few options side by side, one of which is selected. */
import type { ReactNode } from 'react';
import styles from './segmented-control.module.css';

interface SegmentedControlProps<K extends string> {
  /** Names the group to screen readers. */
  readonly label: string;
  /** The text of each option. */
  readonly options: Readonly<Record<K, ReactNode>>;
  readonly value: K;
  readonly onChange: (value: K) => void;
}

export function SegmentedControl<K extends string>({ label, options, value, onChange }: SegmentedControlProps<K>) {
  return (
    <div className={styles.group} role="group" aria-label={label}>
      {(Object.entries(options) as [K, ReactNode][]).map(([option, text]) => (
        <button key={option} type="button" aria-pressed={option === value} onClick={() => onChange(option)}>
          {text}
        </button>
      ))}
    </div>
  );
}
