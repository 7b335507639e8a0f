/** Posts for tests. */

import { postId } from '#functions/core/feed/post-id.ts';
import type { Post } from '#functions/core/feed/post.ts';

/** A moment soon after the turn of a year. */
export const NOW = Date.UTC(2027, 0, 20, 3, 4, 5, 678);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Returns the n-th post of a person; a higher number is an older post. */
export const postOf = (owner: string, n: number, fields: Partial<Post> = {}): Post => ({
  owner,
  id: postId(owner, String(n)),
  kind: 'need',
  title: 'I need help!',
  description: '',
  category: 'other',
  status: 'open',
  lastsUntil: NOW + DAY_MS,
  version: 1,
  createdAt: NOW - n * MINUTE_MS,
  digest: 'digest',
  ...fields,
});
