/** Above the composer: which message is answered or edited, and the way out of it. */
import { IconButton } from '../parts/button.tsx';
import { ClearIcon } from '../parts/icons.tsx';
import { useMailboxState } from '../state/mailbox.ts';
import type { ComposerTarget } from './composer-target.ts';
import { Quote } from './quote.tsx';
import styles from './composer-target-bar.module.css';

interface ComposerTargetBarProps {
  readonly target: ComposerTarget;
  readonly peer: string;
  readonly onCancel: () => void;
}

export function ComposerTargetBar({ target: { kind, row: chosen }, peer, onCancel }: ComposerTargetBarProps) {
  // It may have been edited or deleted since it was chosen.
  const row =
    useMailboxState(({ conversations }) => conversations[peer]?.rows.find(({ key }) => key === chosen.key)) ?? chosen;
  return (
    <div className={styles.target} role="group" aria-label={kind === 'edit' ? 'Editing your message' : 'Replying'}>
      {kind === 'edit' ? <p>Editing your message</p> : <Quote quote={row} />}
      <IconButton label="Cancel" title="Cancel (Esc)" onClick={onCancel}>
        <ClearIcon />
      </IconButton>
    </div>
  );
}
