/** English texts of lists of the inbox that are empty. */
import { inLanguage } from './words.ts';

export const nothing = inLanguage('nothing', {
  noConversations: 'No conversations yet',
  noConversationsText: 'Find someone you know and say hello.',
  sayHello: 'Say hello to somebody new',
  sayHelloText: 'They joined last.',
  findPeople: 'Find people',
  nothingUnread: 'You’ve read everything',
  nothingUnreadText: 'New messages appear here.',
  noRequests: 'No requests',
  noRequestsText: 'Here you answer people who write to you for the first time about one of your posts.',
  toMyPosts: 'My posts',
  nothingArchived: 'Nothing is archived',
  nothingArchivedText: 'Archive a conversation from its menu to put it away until a new message comes.',
  allArchived: 'Everything is archived',
  allArchivedText: 'A conversation comes back here with its next message.',
  showArchived: 'Show the archive',
  showAll: 'Show all messages',
});
