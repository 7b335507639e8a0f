/** Says that the other person is typing. Its line is always there, so that nothing moves. */
import styles from './typing-indicator.module.css';

export function TypingIndicator({ name, typing }: { name: string; typing: boolean }) {
  return (
    <p className={styles.line} role="status">
      {typing && (
        <span>
          <bdi>{name}</bdi> is typing…
        </span>
      )}
    </p>
  );
}
