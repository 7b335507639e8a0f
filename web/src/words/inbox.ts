/** English texts of the inbox. */
import { plural } from './plural.ts';
import { inLanguage } from './words.ts';

export const inbox = inLanguage('inbox', {
  title: 'Messages',
  lists: 'Which conversations to show',
  all: 'All',
  unread: 'Unread',
  requests: 'Requests',
  archived: 'Archived',
  declined: 'Declined',
  actionsFor: (name: string) => `Actions for ${name}`,
  couldNotLoad: 'We couldn’t load this list',
  notSent: 'Not sent:',
  draft: 'Draft:',
  you: 'You:',
  unreadMessages: (count: number) => plural(count, { one: '1 unread message', other: `${count} unread messages` }),
  markedUnread: 'marked as unread',
  isOnline: 'online',
  isBlocked: 'blocked',
  isPinned: 'pinned',
  isMuted: 'muted',
  isArchived: 'archived',
  isSending: 'sending',
});
