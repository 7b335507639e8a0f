/** What stands below the rows of a list of the inbox, or in their place. */
import type { InboxListName } from '#client/mailbox.ts';
import { NotificationsCard } from '../parts/notifications-card.tsx';
import { EmptyInbox } from './empty-inbox.tsx';

interface InboxEndProps {
  readonly name: InboxListName;
  readonly isEmpty: boolean;
  readonly onShowAll: () => void;
}

export function InboxEnd({ name, isEmpty, onShowAll }: InboxEndProps) {
  if (isEmpty) return <EmptyInbox name={name} onShowAll={onShowAll} />;
  return name === 'conversations' ? <NotificationsCard /> : null;
}
