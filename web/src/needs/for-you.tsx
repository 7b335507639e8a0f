/** The posts that my saved searches find, the newest first. They count as read once they have been on the screen. */
import { useEffect, useState } from 'react';
import type { ForYouCard } from '#contract/routes/for-you.ts';
import { useWindowFocus } from '../hooks/use-window-focus.ts';
import { Button } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { LoadError } from '../parts/load-error.tsx';
import { useForYou } from '../state/for-you.ts';
import { idsOf, useHiddenPosts } from '../state/hidden-posts.ts';
import { useMailbox } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { useStore } from '../state/store.ts';
import { explain } from '../text/explain.ts';
import { feed } from '../words/feed.ts';
import { NewPostsPill } from './new-posts-pill.tsx';
import { PostFeed } from './post-feed.tsx';
import { PostListSkeleton } from './post-list-skeleton.tsx';
import { SavedSearches } from './saved-searches.tsx';
import styles from './post-list.module.css';

interface ForYouListProps {
  readonly selected: string | undefined;
  /** Shows all posts, where searches are saved. */
  readonly onShowAll: () => void;
}

export function ForYouList({ selected, onShowAll }: ForYouListProps) {
  const forYou = useForYou();
  const { searches, loaded, problem, posts } = useStore(forYou, (state) => state);
  useWatch();

  if (!loaded)
    return problem ? (
      <LoadError title={feed.forYouNotLoaded} text={explain(problem).detail} onRetry={() => void forYou.load()} />
    ) : (
      <PostListSkeleton />
    );
  if (searches.length === 0)
    return (
      <EmptyState title={feed.nothingForYou} text={feed.nothingForYouText}>
        <Button variant="primary" onClick={onShowAll}>
          {feed.lookThroughAll}
        </Button>
      </EmptyState>
    );
  return (
    <div className={styles.scroller} data-scroller>
      <SavedSearches searches={searches} />
      {/* Another set of searches begins with what it finds. */}
      <Found key={searches.map(({ id }) => id).join(' ')} posts={posts} selected={selected} />
    </div>
  );
}

/** Reads again when posts were published, for as long as the list is shown. */
function useWatch(): void {
  const { mailbox } = useMailbox();
  const forYou = useForYou();
  useEffect(() => mailbox.watchFeed({ query: {}, catchUp: forYou.catchUp }), [mailbox, forYou]);
}

function Found({ posts, selected }: { posts: readonly ForYouCard[]; selected: string | undefined }) {
  const forYou = useForYou();
  const { me } = useMailbox();
  const now = useNow().getTime();
  const hidden = new Set(idsOf(useHiddenPosts(me)));
  const isLookedAt = useWindowFocus();
  /** Those that are on the screen, by id. Others wait behind the pill. */
  const [shownIds, setShownIds] = useState<ReadonlySet<string>>(() => idSet(posts));
  /** What was unread when the list was opened stays marked while it is open. */
  const [readBefore] = useState(() => forYou.getSnapshot().readUntil ?? '');
  const alive = posts.filter(({ id, lastsUntil }) => !hidden.has(id) && Date.parse(lastsUntil) > now);
  const shown = alive.filter(({ id }) => shownIds.has(id));
  const fresh = alive.filter(({ id }) => !shownIds.has(id));

  useEffect(() => {
    if (!isLookedAt) return;
    const seen = posts.filter(({ id }) => shownIds.has(id));
    forYou.seen(seen, fresh.length === 0);
  }, [forYou, isLookedAt, posts, shownIds, fresh.length]);
  // Where nothing is shown, nothing can jump.
  if (shown.length === 0 && fresh.length > 0) setShownIds(idSet(posts));

  return (
    <>
      <NewPostsPill ids={fresh.map(({ id }) => id)} hasMore={false} onShow={() => setShownIds(idSet(posts))} />
      {shown.length > 0 ? (
        <PostFeed
          label={feed.postsForYou}
          posts={shown}
          selected={selected}
          busy={false}
          isNew={({ createdAt }) => createdAt > readBefore}
        />
      ) : (
        <EmptyState title={feed.nothingNow} text={feed.nothingNowText} />
      )}
    </>
  );
}

const idSet = (posts: readonly ForYouCard[]): ReadonlySet<string> => new Set(posts.map(({ id }) => id));
