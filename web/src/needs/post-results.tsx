/** The posts that a filter leaves, page by page, and what stands in their place. */
import { useEffect } from 'react';
import type { PostCard } from '#contract/posts.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { LoadError } from '../parts/load-error.tsx';
import { LoadMore } from '../parts/load-more.tsx';
import { paths } from '../paths.ts';
import { idsOf, unhidePosts, useHiddenPosts } from '../state/hidden-posts.ts';
import { useMailbox } from '../state/mailbox.ts';
import { type PostFilter, queryOf } from '../state/post-filter.ts';
import { explain } from '../text/explain.ts';
import { feed } from '../words/feed.ts';
import { NewPostsPill } from './new-posts-pill.tsx';
import { PostFeed } from './post-feed.tsx';
import { PostListSkeleton } from './post-list-skeleton.tsx';
import { usePostList } from './use-post-list.ts';
import styles from './post-list.module.css';

interface ResultsProps {
  readonly filter: PostFilter;
  readonly selected: string | undefined;
  readonly onReset: () => void;
}

export function PostResults({ filter, selected, onReset }: ResultsProps) {
  const query = queryOf(filter);
  const list = usePostList(query);
  const { next, loaded, loading, problem } = list;
  const { me } = useMailbox();
  const hidden = new Set(idsOf(useHiddenPosts(me)));
  const isHidden = ({ id }: PostCard): boolean => hidden.has(id);
  const items = list.items.filter((post) => !isHidden(post));
  const fresh = list.fresh.filter((post) => !isHidden(post));
  const hiddenCount = list.items.length - items.length;
  const { showFresh } = list;
  // Where nothing is shown, nothing can jump.
  const isFirst = loaded && list.items.length === 0 && list.fresh.length > 0;
  useEffect(() => {
    if (isFirst) showFresh();
  }, [isFirst, showFresh]);

  if (list.items.length === 0 && problem)
    return <LoadError title={feed.notLoaded} text={explain(problem).detail} onRetry={() => void list.reload()} />;
  if (!loaded) return <PostListSkeleton />;
  if (list.items.length === 0 && next === undefined)
    return Object.keys(query).length === 0 ? (
      <EmptyState title={feed.nothingYet} text={feed.nothingYetText}>
        <ButtonLink href={paths.newPost} variant="ask">
          {feed.postWhatYouNeed}
        </ButtonLink>
      </EmptyState>
    ) : (
      <EmptyState
        title={filter.near === '' ? feed.nothingMatches : feed.nothingWithin(Number(filter.radius))}
        text={filter.near === '' ? feed.tryOtherWords : feed.tryFurther}
      >
        <Button variant="secondary" onClick={onReset}>
          {feed.showAll}
        </Button>
      </EmptyState>
    );
  return (
    <div className={styles.scroller} data-scroller>
      <NewPostsPill ids={fresh.map(({ id }) => id)} hasMore={list.hasMoreFresh} onShow={list.showFresh} />
      {items.length > 0 && (
        <PostFeed label={feed.posts} posts={items} selected={selected} busy={loading} hasMore={next !== undefined} />
      )}
      {hiddenCount > 0 && (
        <p className={styles.hidden}>
          {feed.hidden(hiddenCount)}{' '}
          <Button variant="link" onClick={() => unhidePosts(me)}>
            {feed.showAgain}
          </Button>
        </p>
      )}
      {next !== undefined && <LoadMore loading={loading} problem={problem} loadMore={list.loadMore} />}
    </div>
  );
}
