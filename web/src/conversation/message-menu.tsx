/**
 * The actions for a message, behind a button beside it: react, reply, forward, copy, and edit and delete for one's own.
 */
import { useState } from 'react';
import { EmojiDialog } from '../emoji/emoji-dialog.tsx';
import { SmileIcon } from '../emoji/smile-icon.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { Icon, MoreIcon } from '../parts/icons.tsx';
import { Menu, MenuItem } from '../parts/menu.tsx';
import { CopyIcon, EditIcon, FlagIcon, ForwardIcon, ReplyIcon, TrashIcon } from '../parts/more-icons.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { fullDateOf } from '../text/dates.ts';
import { messages } from '../words/messages.ts';
import { beginningOf } from './beginning-of.ts';
import type { ComposerTarget, SentRow } from './composer-target.ts';
import { Forward } from './forward.tsx';
import { messagePath } from './message-path.ts';
import { Report } from './report.tsx';
import { startSelecting } from './selection.ts';
import styles from './message-menu.module.css';

const LinkIcon = () => (
  <Icon size={18}>
    <path d="M8.5 11.500a3 3 0 0 0 4.300 0l2.700-2.700a3 3 0 0 0-4.300-4.300L10 5.700" />
    <path d="M11.500 8.500a3 3 0 0 0-4.300 0l-2.700 2.700a3 3 0 0 0 4.300 4.300l1.200-1.200" />
  </Icon>
);

const SelectIcon = () => (
  <Icon size={18}>
    <circle cx="10" cy="10" r="7" />
    <path d="m6.800 10.300 2.200 2.200 4.200-4.600" />
  </Icon>
);

export interface MessageMenuProps {
  readonly row: SentRow;
  readonly peer: string;
  /** Undefined where no message can be sent. Then a message can only be forwarded, copied and deleted. */
  readonly onTarget: ((target: ComposerTarget) => void) | undefined;
  /** @param on false takes the reaction back */
  readonly onReact: (emoji: string, on: boolean) => void;
  /** @param problem a sentence */
  readonly onProblem: (problem: string) => void;
  /** True for the one menu that Tab reaches; arrow keys lead to the others. */
  readonly tabbable: boolean;
}

export function MessageMenu({ row, peer, onTarget, onReact, onProblem, tabbable }: MessageMenuProps) {
  const { mailbox, me } = useMailbox();
  const [dialog, setDialog] = useState<'delete' | 'emoji' | 'forward' | 'report'>();
  const mine = row.sender === me;

  const copy = async (text: string, byHand: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      onProblem(messages.notCopied(byHand));
    }
  };
  const link = new URL(messagePath(peer, row.id), location.href).href;

  return (
    <>
      <Menu
        label={messages.actions(beginningOf(row))}
        icon={<MoreIcon />}
        className={styles.menu}
        tabIndex={tabbable ? 0 : -1}
      >
        {onTarget && <QuickReactions row={row} onReact={onReact} onMore={() => setDialog('emoji')} />}
        {onTarget && (
          <MenuItem icon={<ReplyIcon />} onSelect={() => onTarget({ kind: 'reply', row })}>
            {messages.reply}
          </MenuItem>
        )}
        <MenuItem icon={<ForwardIcon />} onSelect={() => setDialog('forward')}>
          {messages.forward}
        </MenuItem>
        {row.body !== '' && (
          <MenuItem icon={<CopyIcon />} onSelect={() => void copy(row.body, messages.copyByHand)}>
            {messages.copyText}
          </MenuItem>
        )}
        <MenuItem icon={<LinkIcon />} onSelect={() => void copy(link, messages.theLinkIs(link))}>
          {messages.copyLink}
        </MenuItem>
        <MenuItem icon={<SelectIcon />} onSelect={() => startSelecting(mailbox, peer, row)}>
          {messages.selectSeveral}
        </MenuItem>
        {mine && onTarget && (
          <MenuItem icon={<EditIcon />} onSelect={() => onTarget({ kind: 'edit', row })}>
            {messages.edit}
          </MenuItem>
        )}
        {mine && (
          <MenuItem icon={<TrashIcon />} onSelect={() => setDialog('delete')}>
            {messages.askToDelete}
          </MenuItem>
        )}
        {!mine && (
          <MenuItem icon={<FlagIcon />} onSelect={() => setDialog('report')}>
            {messages.report}
          </MenuItem>
        )}
        <p className={styles.time}>
          <time dateTime={row.timestamp}>{fullDateOf(new Date(row.timestamp))}</time>
        </p>
      </Menu>
      {dialog === 'delete' && (
        <ConfirmDialog
          title={messages.deleteQuestion}
          confirmLabel={messages.delete}
          onConfirm={() => mailbox.deleteMessage(peer, row.id)}
          onClose={() => setDialog(undefined)}
        >
          {row.attachments ? messages.deleteWithFilesMeans : messages.deleteMeans}
        </ConfirmDialog>
      )}
      {dialog === 'emoji' && (
        <EmojiDialog
          title={messages.react}
          onPick={(emoji) => onReact(emoji, !hasReacted(row, me, emoji))}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'forward' && <Forward row={row} onClose={() => setDialog(undefined)} />}
      {dialog === 'report' && <Report peer={peer} about={row} onClose={() => setDialog(undefined)} />}
    </>
  );
}

/** True if I have reacted with an emoji. */
const hasReacted = ({ reactions = [] }: SentRow, me: string, emoji: string): boolean =>
  reactions.some((reaction) => reaction.emoji === emoji && reaction.people.includes(me));

interface QuickReactionsProps extends Pick<MessageMenuProps, 'row' | 'onReact'> {
  /** Opens all emoji. */
  readonly onMore: () => void;
}

function QuickReactions({ row, onReact, onMore }: QuickReactionsProps) {
  const { me } = useMailbox();
  return (
    <div className={styles.reactions}>
      {Object.entries(messages.reactWith).map(([emoji, name]) => {
        const mine = hasReacted(row, me, emoji);
        return (
          <button key={emoji} type="button" aria-label={name} aria-pressed={mine} onClick={() => onReact(emoji, !mine)}>
            {emoji}
          </button>
        );
      })}
      <button type="button" aria-label={messages.moreEmoji} title={messages.moreEmoji} onClick={onMore}>
        <SmileIcon />
      </button>
    </div>
  );
}
