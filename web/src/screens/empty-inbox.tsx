/** Stands in place of a list of the inbox that is empty, and offers what would fill it, or where to go. */
import { useEffect } from 'react';
import type { InboxListName } from '#client/mailbox.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { paths } from '../paths.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { nothing as words } from '../words/nothing.ts';
import { FirstHellos } from './first-hellos.tsx';

interface EmptyInboxProps {
  readonly name: InboxListName;
  /** Shows another list. */
  readonly onShow: (name: InboxListName) => void;
}

export function EmptyInbox({ name, onShow }: EmptyInboxProps) {
  const all = (
    <Button variant="secondary" onClick={() => onShow('conversations')}>
      {words.showAll}
    </Button>
  );
  switch (name) {
    case 'conversations':
      return <NoConversations onShowArchived={() => onShow('archived')} />;
    case 'unread':
      return (
        <EmptyState title={words.nothingUnread} text={words.nothingUnreadText}>
          {all}
        </EmptyState>
      );
    case 'requests':
      return (
        <EmptyState title={words.noRequests} text={words.noRequestsText}>
          <ButtonLink href={paths.myPosts} variant="secondary">
            {words.toMyPosts}
          </ButtonLink>
        </EmptyState>
      );
    case 'archived':
      return (
        <EmptyState title={words.nothingArchived} text={words.nothingArchivedText}>
          {all}
        </EmptyState>
      );
  }
}

/** Those that are archived are asked for only where there are no others. */
function NoConversations({ onShowArchived }: { onShowArchived: () => void }) {
  const { mailbox } = useMailbox();
  useEffect(() => mailbox.watchInbox('archived'), [mailbox]);
  const hasArchived = useMailboxState(({ inbox }) => inbox.some(({ archived }) => archived));
  const isKnown = useMailboxState(({ lists: { archived } }) => archived.loaded || archived.error !== undefined);
  if (hasArchived)
    return (
      <EmptyState title={words.allArchived} text={words.allArchivedText}>
        <Button variant="secondary" onClick={onShowArchived}>
          {words.showArchived}
        </Button>
      </EmptyState>
    );
  return isKnown ? <FirstHellos /> : null;
}
