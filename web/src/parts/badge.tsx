/** One word about the state of something. */
import styles from './badge.module.css';

export function Tag({ tone, children }: { tone: 'calm' | 'good' | 'problem'; children: string }) {
  return <span className={`${styles.tag} ${styles[tone]}`}>{children}</span>;
}
