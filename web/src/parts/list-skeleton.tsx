/** Grey shapes where something is on its way. They wait a moment before they show, so that what is quick does not flicker. */
import styles from './list-skeleton.module.css';

const WIDTHS = [62, 48, 74, 55, 66, 43];

export function ListSkeleton() {
  return (
    <div className={styles.list}>
      <p className="off-screen">Loading…</p>
      {WIDTHS.map((width) => (
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

export function HistorySkeleton() {
  return (
    <div className={styles.history}>
      <p className="off-screen">Loading messages…</p>
      {WIDTHS.map((width, index) => (
        <span
          key={width}
          aria-hidden="true"
          className={`${styles.bubble} ${index % 3 === 1 ? styles.mine : ''}`}
          style={{ width: `${width * 0.8}%`, height: index % 4 === 2 ? '4.2rem' : '2.5rem' }}
        />
      ))}
    </div>
  );
}
