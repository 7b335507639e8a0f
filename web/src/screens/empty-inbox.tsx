/** Stands in place of a list of the inbox that is empty, and offers what would fill it, or where to go. */
import type { InboxListName } from '#client/mailbox.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { paths } from '../paths.ts';
import { nothing as words } from '../words/nothing.ts';
import { FirstHellos } from './first-hellos.tsx';

interface EmptyInboxProps {
  readonly name: InboxListName;
  readonly onShowAll: () => void;
}

export function EmptyInbox({ name, onShowAll }: EmptyInboxProps) {
  const all = (
    <Button variant="secondary" onClick={onShowAll}>
      {words.showAll}
    </Button>
  );
  switch (name) {
    case 'conversations':
      return <FirstHellos />;
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
