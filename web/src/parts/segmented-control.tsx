/** A few ways to look at the same list, one of which is chosen. */
import styles from './segmented-control.module.css';

interface ChoiceProps<K extends string> {
  readonly label: string;
  /** Each way and its words. */
  readonly ways: Readonly<Record<K, string>>;
  readonly chosen: K;
  readonly onChoose: (way: K) => void;
}

export function Choice<K extends string>({ label, ways, chosen, onChoose }: ChoiceProps<K>) {
  return (
    <div className={styles.choice} role="group" aria-label={label}>
      {(Object.entries(ways) as [K, string][]).map(([way, words]) => (
        <button key={way} type="button" aria-pressed={way === chosen} onClick={() => onChoose(way)}>
          {words}
        </button>
      ))}
    </div>
  );
}
