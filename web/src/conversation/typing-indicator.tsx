/** Says that the other person is typing, or that messages wait for the limit. Its line stays: nothing moves. */
import { Sentence } from '../parts/sentence.tsx';
import { messages } from '../words/messages.ts';
import styles from './typing-indicator.module.css';

interface TypingIndicatorProps {
  readonly name: string;
  readonly typing: boolean;
  /** How many messages of mine the limit of sending holds up. */
  readonly sending: number;
}

export function TypingIndicator({ name, typing, sending }: TypingIndicatorProps) {
  // Not a status: each message that is sent would be read out.
  if (sending > 0) return <p className={styles.line}>{messages.sendingSlowly(sending)}</p>;
  return (
    <p className={styles.line} role="status">
      {typing && (
        <span>
          <Sentence of={messages.isTyping(<bdi>{name}</bdi>)} />
        </span>
      )}
    </p>
  );
}
