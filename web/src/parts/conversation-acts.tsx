/** The items of a menu that change how a conversation is listed: those of its row, and of its header. */
import type { InboxRow } from '#client/mailbox.ts';
import type { UpdateConversation } from '../state/conversation-update.ts';
import { useMailbox } from '../state/mailbox.ts';
import { listing as words } from '../words/listing.ts';
import { PinIcon } from './icons.tsx';
import { ArchiveIcon, UnreadIcon } from './listing-icons.tsx';
import { MenuItem } from './menu.tsx';
import { MuteItems } from './mute-items.tsx';

interface ConversationActsProps {
  readonly row: InboxRow;
  /** Whom the conversation is with, as people call them. */
  readonly name: string;
  readonly onUpdate: UpdateConversation;
  /** Called before the conversation is marked as unread: while it is open, it would be read again. */
  readonly onMarkUnread: () => void;
}

export function ConversationActs({ row, name, onUpdate, onMarkUnread }: ConversationActsProps) {
  const { mailbox, me } = useMailbox();
  const { peer, pinned, archived, request, lastMessage } = row;
  const isUnread = row.unread > 0 || row.markedUnread === true;
  const isOther = peer !== me;

  return (
    <>
      {lastMessage && isOther && (
        <MenuItem
          icon={<UnreadIcon />}
          onSelect={() => {
            if (isUnread) return mailbox.markRead(peer, row.lastSeq);
            onMarkUnread();
            onUpdate({ markedUnread: true });
          }}
        >
          {isUnread ? words.markAsRead : words.markAsUnread}
        </MenuItem>
      )}
      {!archived && !request && (
        <MenuItem icon={<PinIcon />} onSelect={() => onUpdate({ pinned: !pinned })}>
          {pinned ? words.unpin : words.pin}
        </MenuItem>
      )}
      {lastMessage && (
        <MenuItem
          icon={<ArchiveIcon />}
          onSelect={() =>
            archived
              ? onUpdate({ archivedThrough: 0 })
              : onUpdate(
                  { archivedThrough: lastMessage.seq },
                  { text: words.isArchived(name), undo: { archivedThrough: 0 } },
                )
          }
        >
          {archived ? words.unarchive : words.archive}
        </MenuItem>
      )}
      {isOther && <MuteItems name={name} muted={row.muted} onUpdate={onUpdate} />}
    </>
  );
}
