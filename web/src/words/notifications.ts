/** English texts of notifications, which the page and its worker show. */
import { inLanguage } from './words.ts';

export const notifications = inLanguage('notifications', {
  somethingNew: 'There is something new for you.',
  outdated: 'What was new here was read or removed in the meantime.',
  newMessagesFrom: (unread: number, name: string) => `${unread} new messages from ${name}`,
  newMessageFrom: (name: string) => `New message from ${name}`,
  wroteAboutYourPost: (name: string) => `${name} wrote about your post`,
  acceptedYourOffer: (name: string) => `${name} accepted your offer`,
  thankedYou: (name: string) => `${name} thanked you`,
  newPost: 'New post for your saved search',
  newPostFor: (search: string) => `New post for “${search}”`,
  acceptedOther: (name: string) => `${name} accepted somebody else’s offer`,
  youHelped: (name: string) => `${name} says that you helped`,
  postIsDone: (name: string) => `${name}’s post is done`,
  withdrew: (name: string) => `${name} withdrew their post`,
  markAsRead: 'Mark as read',
});
