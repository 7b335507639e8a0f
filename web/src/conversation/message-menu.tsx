/** What can be done about a message, behind one button beside it: react, answer, copy, and with one's own, edit and delete. */
import { useState } from 'react';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { CopyIcon, EditIcon, MoreIcon, ReplyIcon, TrashIcon } from '../parts/icons.tsx';
import { Menu, MenuItem } from '../parts/menu.tsx';
import { useMailbox } from '../state/mailbox.ts';
import type { SentRow, ComposerTarget } from './composer-target.ts';
import styles from './message-menu.module.css';

const EMOJIS = {
  '👍': 'thumbs up',
  '❤️': 'a heart',
  '😂': 'laughter',
  '😮': 'surprise',
  '😢': 'sadness',
  '🙏': 'thanks',
};

interface MessageMenuProps {
  readonly row: SentRow;
  readonly peer: string;
  /** Not given where nothing can be written: all that remains is to copy and to delete. */
  readonly onTarget: ((target: ComposerTarget) => void) | undefined;
  readonly onReact: (emoji: string, on: boolean) => void;
  /** Told in words what could not be done. */
  readonly onProblem: (problem: string) => void;
  /** Whether Tab comes here; the arrows lead on. */
  readonly tabbable: boolean;
}

export function MessageMenu({ row, peer, onTarget, onReact, onProblem, tabbable }: MessageMenuProps) {
  const { mailbox, me } = useMailbox();
  const [deleting, setDeleting] = useState(false);
  const mine = row.sender === me;

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(row.body);
    } catch {
      onProblem('The browser did not let the text be copied. Select it, and copy it by hand.');
    }
  };

  return (
    <>
      <Menu label="Act on this message" icon={<MoreIcon />} className={styles.acts} tabIndex={tabbable ? 0 : -1}>
        {onTarget && <Emojis row={row} onReact={onReact} />}
        {onTarget && (
          <MenuItem icon={<ReplyIcon />} onSelect={() => onTarget({ kind: 'reply', row })}>
            Reply
          </MenuItem>
        )}
        <MenuItem icon={<CopyIcon />} onSelect={() => void copy()}>
          Copy text
        </MenuItem>
        {mine && onTarget && (
          <MenuItem icon={<EditIcon />} onSelect={() => onTarget({ kind: 'edit', row })}>
            Edit
          </MenuItem>
        )}
        {mine && (
          <MenuItem icon={<TrashIcon />} onSelect={() => setDeleting(true)}>
            Delete…
          </MenuItem>
        )}
      </Menu>
      {deleting && (
        <ConfirmDialog
          title="Delete this message?"
          confirmLabel="Delete"
          onConfirm={() => mailbox.deleteMessage(peer, row.id)}
          onClose={() => setDeleting(false)}
        >
          Its text is gone for both of you, and cannot be brought back. That there was a message stays in sight.
        </ConfirmDialog>
      )}
    </>
  );
}

function Emojis({ row: { reactions }, onReact }: Pick<MessageMenuProps, 'row' | 'onReact'>) {
  const { me } = useMailbox();
  return (
    <div className={styles.emojis}>
      {Object.entries(EMOJIS).map(([emoji, name]) => {
        const mine = reactions?.some((reaction) => reaction.emoji === emoji && reaction.people.includes(me)) ?? false;
        return (
          <button
            key={emoji}
            type="button"
            aria-label={`React with ${name}`}
            aria-pressed={mine}
            onClick={() => onReact(emoji, !mine)}
          >
            {emoji}
          </button>
        );
      })}
    </div>
  );
}
