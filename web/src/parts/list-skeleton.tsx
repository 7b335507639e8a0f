/**
 * Grey shapes in place of a list that is loading. They appear after a moment, so that a quick load does not
 * flicker.
 */
import { shell } from '../words/shell.ts';
import styles from './list-skeleton.module.css';

const WIDTHS_PERCENT = [62, 48, 74, 55, 66, 43];

export function ListSkeleton() {
  return (
    <div className={styles.list}>
      <p className="visually-hidden">{shell.loading}</p>
      {WIDTHS_PERCENT.map((width) => (
        <div key={width} className={styles.row} aria-hidden="true">
          <span className={styles.circle} />
          <span className={styles.lines}>
            <span className={styles.line} style={{ width: `${width / 1.6}%` }} />
            <span className={styles.line} style={{ width: `${width}%` }} />
          </span>
        </div>
      ))}
    </div>
  );
}
