/** Says that the other person is typing, or that messages wait for the limit. Its line stays: nothing moves. */
import styles from './typing-indicator.module.css';

interface TypingIndicatorProps {
  readonly name: string;
  readonly typing: boolean;
  /** How many messages of mine the limit of sending holds up. */
  readonly sending: number;
}

export function TypingIndicator({ name, typing, sending }: TypingIndicatorProps) {
  // Not a status: each message that is sent would be read out.
  if (sending > 0)
    return (
      <p className={styles.line}>
        Sending {sending} more, a little slowly: there is a limit on how many messages go out at once.
      </p>
    );
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
