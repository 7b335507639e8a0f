/** A list of posts that is followed while it is shown. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Feed, FeedQuery, FeedView } from '#client/feed.ts';
import { useWindowFocus } from '../hooks/use-window-focus.ts';
import { useForYou } from '../state/for-you.ts';
import { useMailbox } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { usePosts } from '../state/posts.ts';

/**
 * The mailbox keeps it current while it is shown; it also catches up when the window gets the focus. Posts that expire
 * leave it by the clock.
 */
export function usePostList(query: FeedQuery): FeedView & Pick<Feed, 'loadMore' | 'reload' | 'showFresh'> {
  const posts = usePosts();
  const { mailbox } = useMailbox();
  const forYou = useForYou();
  const key = JSON.stringify(query);
  const list = useMemo(() => posts.list(JSON.parse(key) as FeedQuery), [posts, key]);
  const view = useSyncExternalStore(list.subscribe, () => list.view);
  const now = useNow();
  const isLookedAt = useWindowFocus();

  useEffect(() => {
    if (list.view.items.length === 0) void list.reload();
    const catchUp = async (): Promise<void> => {
      await list.catchUp();
      // Something was published, or may have been: it is counted among the posts for me as well.
      if (forYou.getSnapshot().loaded) void forYou.catchUp();
    };
    return mailbox.watchFeed({ query: list.query, catchUp });
  }, [mailbox, list, forYou]);
  useEffect(() => {
    if (isLookedAt) void list.catchUp();
  }, [list, isLookedAt]);
  useEffect(() => list.dropExpired(now.getTime()), [list, now]);

  return { ...view, loadMore: list.loadMore, reload: list.reload, showFresh: list.showFresh };
}
