/** English texts of how a conversation is listed. */
import { inLanguage } from './words.ts';

export const listing = inLanguage('listing', {
  markAsRead: 'Mark as read',
  markAsUnread: 'Mark as unread',
  pin: 'Pin to top',
  unpin: 'Unpin',
  archive: 'Archive',
  unarchive: 'Unarchive',
  isArchived: (name: string) => `${name} is archived until a new message comes.`,
});
