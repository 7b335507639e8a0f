/**
 * Grey shapes in place of posts, or of one post, that are loading. They appear after a moment, so that a quick load
 * does not flicker.
 */
import { shell } from '../words/shell.ts';
import styles from './post-list-skeleton.module.css';

const WIDTHS_PERCENT = [72, 54, 83, 61];

export function PostListSkeleton() {
  return (
    <div className={styles.list}>
      <p className="visually-hidden">{shell.loading}</p>
      {WIDTHS_PERCENT.map((width) => (
        <div key={width} className={styles.card} aria-hidden="true">
          <span className={styles.first} />
          <span className={styles.title} style={{ width: `${width}%` }} />
          <span className={styles.about} style={{ width: `${width / 1.6}%` }} />
        </div>
      ))}
    </div>
  );
}

export const PostSkeleton = () => (
  <div className={styles.post}>
    <p className="visually-hidden">{shell.loading}</p>
    <span className={styles.first} aria-hidden="true" />
    <span className={styles.heading} aria-hidden="true" />
    {WIDTHS_PERCENT.map((width) => (
      <span key={width} className={styles.about} style={{ width: `${width}%` }} aria-hidden="true" />
    ))}
  </div>
);
