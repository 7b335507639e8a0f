/** The list of posts, newest first, or nearest first around me: its filters, its pages, and what is new at its top. */
import { useEffect } from 'react';
import type { PostCard } from '#contract/posts.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { PlusIcon } from '../parts/icons.tsx';
import { ListHeader } from '../parts/list-header.tsx';
import { ListSkeleton } from '../parts/list-skeleton.tsx';
import { LoadError } from '../parts/load-error.tsx';
import { LoadMore } from '../parts/load-more.tsx';
import { paths } from '../paths.ts';
import { idsOf, unhidePosts, useHiddenPosts } from '../state/hidden-posts.ts';
import { useMailbox } from '../state/mailbox.ts';
import { deletePostDraft, readPostDraft } from '../state/post-draft.ts';
import { NO_FILTER, type PostFilter, queryOf } from '../state/post-filter.ts';
import { usePosts } from '../state/posts.ts';
import { usePublisher } from '../state/publisher.ts';
import { explain } from '../text/explain.ts';
import { onFeedKeyDown } from './feed-keys.ts';
import { PostCard as Card } from './post-card.tsx';
import { PostFilters } from './post-filters.tsx';
import { UnsentNotice } from './unsent-posts.tsx';
import { usePostFilter } from './use-post-filter.ts';
import { usePostList } from './use-post-list.ts';
import styles from './post-list.module.css';

/** @param selected the id of the post that is open beside the list */
export function PostList({ selected }: { selected: string | undefined }) {
  const [filter, change] = usePostFilter(selected !== undefined);
  const { me } = useMailbox();
  const posts = usePosts();
  const publisher = usePublisher();
  useEffect(
    () =>
      publisher.onPublished((_, clientId) => {
        posts.published();
        if (readPostDraft(me).clientId === clientId) deletePostDraft(me);
      }),
    [publisher, posts, me],
  );

  return (
    <>
      <ListHeader
        title="Needs"
        action={
          <span className={styles.actions}>
            <ButtonLink href={paths.myPosts} variant="quiet" size="small">
              My posts
            </ButtonLink>
            <ButtonLink href={paths.newPost} variant="primary" size="small">
              <PlusIcon /> New post
            </ButtonLink>
          </span>
        }
      >
        <PostFilters filter={filter} onChange={change} />
      </ListHeader>
      <UnsentNotice />
      <Results filter={filter} selected={selected} onReset={() => change(NO_FILTER)} />
    </>
  );
}

interface ResultsProps {
  readonly filter: PostFilter;
  readonly selected: string | undefined;
  readonly onReset: () => void;
}

function Results({ filter, selected, onReset }: ResultsProps) {
  const query = queryOf(filter);
  const list = usePostList(query);
  const { next, loaded, loading, problem } = list;
  const { me } = useMailbox();
  const hidden = new Set(idsOf(useHiddenPosts(me)));
  const isHidden = ({ id }: PostCard): boolean => hidden.has(id);
  const items = list.items.filter((post) => !isHidden(post));
  const fresh = list.fresh.filter((post) => !isHidden(post));
  const hiddenCount = list.items.length - items.length;

  if (list.items.length === 0 && problem)
    return (
      <LoadError title="We couldn’t load the posts" text={explain(problem).detail} onRetry={() => void list.reload()} />
    );
  if (!loaded) return <ListSkeleton />;
  if (list.items.length === 0 && next === undefined)
    return Object.keys(query).length === 0 ? (
      <EmptyState title="Nothing here yet" text="What people need and offer appears here, the newest first.">
        <ButtonLink href={paths.newPost} variant="primary">
          Post what you need
        </ButtonLink>
      </EmptyState>
    ) : (
      <EmptyState
        title={filter.near === '' ? 'No posts match' : `Nothing within ${filter.radius} km`}
        text={filter.near === '' ? 'Try other words, or another kind or category.' : 'Try to look further.'}
      >
        <Button variant="secondary" onClick={onReset}>
          Show all posts
        </Button>
      </EmptyState>
    );
  return (
    <div className={styles.scroller}>
      {fresh.length > 0 && (
        <div className={styles.fresh} role="status">
          <Button variant="primary" size="small" onClick={list.showFresh}>
            {fresh.length === 1 ? 'Show 1 new post' : `Show ${fresh.length} new posts`}
          </Button>
        </div>
      )}
      {items.length > 0 && (
        <div role="feed" aria-label="Posts" aria-busy={loading} className={styles.feed} onKeyDown={onFeedKeyDown}>
          {items.map((post, index) => (
            <Card
              key={post.id}
              post={post}
              current={post.id === selected}
              position={index + 1}
              total={next === undefined ? items.length : -1}
            />
          ))}
        </div>
      )}
      {hiddenCount > 0 && (
        <p className={styles.hidden}>
          {hiddenText(hiddenCount)}{' '}
          <Button variant="link" onClick={() => unhidePosts(me)}>
            Show again
          </Button>
        </p>
      )}
      {next !== undefined && <LoadMore loading={loading} problem={problem} loadMore={list.loadMore} />}
    </div>
  );
}

const hiddenText = (count: number): string =>
  count === 1 ? '1 post is hidden on this device.' : `${count} posts are hidden on this device.`;
