/** Stands above the composer: which message is replied to or edited, and a way to cancel that. */
import { IconButton } from '../parts/button.tsx';
import { ClearIcon } from '../parts/more-icons.tsx';
import { useMailboxState } from '../state/mailbox.ts';
import { attachmentsText } from '../text/attachments.ts';
import { messages } from '../words/messages.ts';
import type { ComposerTarget } from './composer-target.ts';
import { Quote } from './quote.tsx';
import styles from './composer-target-bar.module.css';

interface ComposerTargetBarProps {
  readonly target: ComposerTarget;
  readonly peer: string;
  readonly onCancel: () => void;
}

export function ComposerTargetBar({ target: { kind, row: selected }, peer, onCancel }: ComposerTargetBarProps) {
  // The message may have been edited or deleted since it was selected.
  const row =
    useMailboxState(({ conversations }) => conversations[peer]?.rows.find(({ id }) => id === selected.id)) ?? selected;
  return (
    <div className={styles.bar} role="group" aria-label={kind === 'edit' ? messages.editing : messages.replying}>
      {kind === 'edit' ? (
        <p>{messages.editing}</p>
      ) : (
        <Quote quote={row} filesText={attachmentsText(row.attachments ?? [])} />
      )}
      <IconButton label={messages.cancel} title={messages.cancelByKey} onClick={onCancel}>
        <ClearIcon />
      </IconButton>
    </div>
  );
}
