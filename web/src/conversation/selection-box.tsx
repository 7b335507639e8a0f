/** The box beside a message that selects it. Arrow keys lead from box to box; with Shift they select on the way. */
import { useMailbox } from '../state/mailbox.ts';
import { messages } from '../words/messages.ts';
import type { SentRow } from './composer-target.ts';
import { toggleSelected } from './selection.ts';
import styles from './selection-box.module.css';

interface SelectionBoxProps {
  readonly peer: string;
  readonly row: SentRow;
  readonly selected: boolean;
  /** Who wrote the message, and how it begins. */
  readonly label: string;
  readonly tabbable: boolean;
}

export function SelectionBox({ peer, row, selected, label, tabbable }: SelectionBoxProps) {
  const { mailbox } = useMailbox();
  return (
    <input
      type="checkbox"
      className={styles.box}
      data-select
      tabIndex={selected || tabbable ? 0 : -1}
      aria-label={messages.select(label)}
      checked={selected}
      onChange={() => toggleSelected(mailbox, peer, row)}
    />
  );
}
