/** The menu of a row of the inbox: it is loaded when somebody asks for it. */
import { useLocation } from 'wouter';
import type { InboxRow } from '#client/mailbox.ts';
import type { Point } from '../hooks/use-context-menu.ts';
import { ContextMenu } from '../parts/context-menu.tsx';
import { ConversationActs } from '../parts/conversation-acts.tsx';
import { paths } from '../paths.ts';
import type { UpdateConversation } from '../state/conversation-update.ts';
import { displayNameOf, useProfile } from '../state/profiles.ts';
import { inbox } from '../words/inbox.ts';

interface RowMenuProps {
  readonly row: InboxRow;
  readonly at: Point;
  /** Whether the conversation is open beside the list. */
  readonly current: boolean;
  readonly onClose: (takesFocus: boolean) => void;
  readonly onUpdate: UpdateConversation;
}

export function RowMenu({ row, at, current, onClose, onUpdate }: RowMenuProps) {
  const [, navigate] = useLocation();
  // Only a row without a name asks.
  const profile = useProfile(row.peerName === undefined ? row.peer : undefined);
  const name = row.peerName ?? displayNameOf(row.peer, profile);
  return (
    <ContextMenu label={inbox.actionsFor(name)} at={at} onClose={onClose}>
      <ConversationActs
        row={row}
        name={name}
        onUpdate={onUpdate}
        onMarkUnread={() => current && navigate(paths.conversations)}
      />
    </ContextMenu>
  );
}
