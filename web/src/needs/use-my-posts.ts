/** All posts of mine, those that are over as well. */
import { useCallback } from 'react';
import type { PostCard, PostCards } from '#contract/posts.ts';
import { listPosts } from '#contract/routes/posts.ts';
import { useFetch } from '../hooks/use-fetch.ts';
import { useMailbox } from '../state/mailbox.ts';
import { useSession } from '../state/session.ts';

/**
 * The server lists them in no order: the newest is first here.
 * @param pagesMax how many pages are read
 */
export function useMyPosts(pagesMax = Infinity) {
  const session = useSession();
  const { me } = useMailbox();
  const load = useCallback(async () => {
    const mine: PostCard[] = [];
    let quiet: PostCards['quiet'];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const query = { owner: me, ...(cursor !== undefined && { cursor }) };
      const page = await session.call(listPosts, { query });
      mine.push(...page.items);
      quiet ??= page.quiet;
      cursor = ++pages < pagesMax ? page.next : undefined;
    } while (cursor !== undefined);
    return { posts: mine.toSorted((one, other) => (one.createdAt < other.createdAt ? 1 : -1)), quiet };
  }, [session, me, pagesMax]);
  return useFetch(load);
}
