/** The reactions to a message: one button for each emoji, which adds my reaction or takes it back. */
import { useMailbox } from '../state/mailbox.ts';
import { useName } from '../state/profiles.ts';
import { isolated } from '../words/isolated.ts';
import { messages } from '../words/messages.ts';
import type { SentRow } from './composer-target.ts';
import styles from './reactions.module.css';

interface ReactionsProps {
  readonly peer: string;
  readonly row: SentRow;
  /** Undefined where I cannot react. */
  readonly onReact: ((emoji: string, on: boolean) => void) | undefined;
}

export function Reactions({ peer, row: { reactions }, onReact }: ReactionsProps) {
  const { me } = useMailbox();
  const name = useName(peer);
  if (!reactions?.length) return null;
  return (
    <div className={styles.reactions} role="group" aria-label={messages.reactions}>
      {reactions.map(({ emoji, people }) => {
        const mine = people.includes(me);
        const names = people.map((username) => (username === me ? messages.youInNames : isolated(name)));
        const label = `${emoji} ${people.length}: ${names.join(', ')}`;
        return (
          <button
            key={emoji}
            type="button"
            aria-label={label}
            aria-pressed={mine}
            title={label}
            disabled={!onReact}
            onClick={() => onReact?.(emoji, !mine)}
          >
            <span>{emoji}</span>
            {people.length}
          </button>
        );
      })}
    </div>
  );
}
