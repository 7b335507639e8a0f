/** What the projection of messages needs of the feed, where a test is not about it. */

import { MemoryOffers, MemoryPosts } from './memory-feed.ts';

export const noFeed = () => ({ offers: new MemoryOffers(), posts: new MemoryPosts() });
