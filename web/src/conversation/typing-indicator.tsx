/** Below what was said: that more is being written. Its place is kept free, so that nothing moves. */
import styles from './typing-indicator.module.css';

export function TypingIndicator({ name, typing }: { name: string; typing: boolean }) {
  return (
    <p className={styles.line} role="status">
      {typing && (
        <span>
          <bdi>{name}</bdi> is writing…
        </span>
      )}
    </p>
  );
}
