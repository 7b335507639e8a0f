/**
 * Grey bubbles in place of messages that are loading. They appear after a moment, so that a quick load does not
 * flicker.
 */
import { messenger } from '../words/messenger.ts';
import styles from './message-list-skeleton.module.css';

const BUBBLES = [
  { width: '50%', height: '2.5rem' },
  { width: '38%', height: '2.5rem', mine: true },
  { width: '59%', height: '4.2rem' },
  { width: '44%', height: '2.5rem' },
  { width: '53%', height: '2.5rem', mine: true },
  { width: '34%', height: '2.5rem' },
];

export function MessageListSkeleton() {
  return (
    <div className={styles.list}>
      <p className="visually-hidden">{messenger.loadingMessages}</p>
      {BUBBLES.map(({ width, height, mine }) => (
        <span key={width} aria-hidden="true" className={styles.bubble} data-mine={mine} style={{ width, height }} />
      ))}
    </div>
  );
}
