/** The menu of a row of the inbox, and why what was chosen failed. It is loaded when somebody asks for it. */
import { useLocation } from 'wouter';
import type { InboxRow } from '#client/mailbox.ts';
import type { Point } from '../hooks/use-context-menu.ts';
import { Alert } from '../parts/alert.tsx';
import { ContextMenu } from '../parts/context-menu.tsx';
import { ConversationActs } from '../parts/conversation-acts.tsx';
import { paths } from '../paths.ts';
import { useConversationUpdate } from '../state/conversation-update.ts';
import { displayNameOf, useRowProfile } from '../state/profiles.ts';
import { inbox } from '../words/inbox.ts';

interface RowMenuProps {
  /** Whose menu was opened last. */
  readonly peer: string;
  /** Undefined once the conversation is not in the list any more. */
  readonly row: InboxRow | undefined;
  /** Where the menu is open; undefined while it is closed. */
  readonly at: Point | undefined;
  /** Whether the conversation is open beside the list. */
  readonly current: boolean;
  readonly onClose: (takesFocus: boolean) => void;
}

export function RowMenu({ peer, row, at, current, onClose }: RowMenuProps) {
  const [, navigate] = useLocation();
  const { problem, update } = useConversationUpdate(peer);
  const profile = useRowProfile(row);
  const name = row?.peerName ?? displayNameOf(peer, profile);
  return (
    <>
      {problem && <Alert tone="error">{problem}</Alert>}
      {row && at && (
        <ContextMenu label={inbox.actionsFor(name)} at={at} onClose={onClose}>
          <ConversationActs
            row={row}
            name={name}
            onUpdate={update}
            onMarkUnread={() => current && navigate(paths.conversations)}
          />
        </ContextMenu>
      )}
    </>
  );
}
