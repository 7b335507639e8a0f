/** A word or two about the state of something. */
import styles from './badge.module.css';

export function Badge({ tone, children }: { tone: 'neutral' | 'success' | 'error'; children: string }) {
  return <span className={`${styles.badge} ${styles[tone]}`}>{children}</span>;
}
