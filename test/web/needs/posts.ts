/** Posts for tests of the page. */
import type { Post, PostCard } from '#contract/posts.ts';

/** A little more than an hour: the page’s clock is up to a minute late. */
const anHourAgo = (): string => new Date(Date.now() - 3_700_000).toISOString();
export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** A need of Bob’s, an hour old. */
export const card = (id: string, own: Partial<PostCard> = {}): PostCard => ({
  id: `bob.${id}`,
  kind: 'need',
  owner: 'bob',
  ownerName: 'Bob Builder',
  ownerSince: '2026-01-01T00:00:00.000Z',
  title: `Post ${id}`,
  category: 'other',
  status: 'open',
  lastsUntil: inDays(10),
  version: 1,
  createdAt: anHourAgo(),
  ...own,
});

export const post = (id: string, own: Partial<Post> = {}): Post => ({ ...card(id), description: '', ...own });
