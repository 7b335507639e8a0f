/** What the projection of messages needs of the feed and of inboxes, where a test is not about them. */

import { MemoryOffers, MemoryPosts } from './memory-feed.ts';
import { MemoryInbox } from './memory-inbox.ts';

export const noFeed = () => ({
  offers: new MemoryOffers(),
  posts: new MemoryPosts(),
  inboxIndex: new MemoryInbox(),
});
