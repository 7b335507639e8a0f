/** What stands below the rows of a list of the inbox, or in their place. */
import type { InboxListName } from '#client/mailbox.ts';
import { NotificationsCard } from '../parts/notifications-card.tsx';
import { EmptyInbox } from './empty-inbox.tsx';

interface InboxEndProps {
  readonly name: InboxListName;
  readonly isEmpty: boolean;
  readonly onShow: (name: InboxListName) => void;
}

export function InboxEnd({ name, isEmpty, onShow }: InboxEndProps) {
  if (isEmpty) return <EmptyInbox name={name} onShow={onShow} />;
  return name === 'conversations' ? <NotificationsCard /> : null;
}
