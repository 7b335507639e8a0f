/** All posts of mine, those that are over as well. */
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { PostCard } from '#contract/posts.ts';
import { ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { KindBadge } from '../parts/kind-badge.tsx';
import { LoadError } from '../parts/load-error.tsx';
import { Pane } from '../parts/pane.tsx';
import { paths, selectionPath } from '../paths.ts';
import { useNow } from '../state/now.ts';
import { usePublisher, useUnsentPosts } from '../state/publisher.ts';
import { longDateOf } from '../text/dates.ts';
import { explain } from '../text/explain.ts';
import { standings, ageOf, standingOf } from '../text/posts.ts';
import { feed } from '../words/feed.ts';
import { myPosts } from '../words/my-posts.ts';
import { parts } from '../words/parts.ts';
import { OwnerActions } from './owner-actions.tsx';
import { PostListSkeleton } from './post-list-skeleton.tsx';
import { QuietHint } from './quiet-hint.tsx';
import { UnsentPosts } from './unsent-posts.tsx';
import { useMyPosts } from './use-my-posts.ts';
import { usePostChanges } from './use-post.ts';
import pane from '../parts/pane.module.css';

export function MyPosts() {
  const { value, problem, reload } = useMyPosts();
  const publisher = usePublisher();
  const unsent = useUnsentPosts();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => publisher.onPublished(() => void reload()), [publisher, reload]);
  return (
    <Pane title={parts.myPosts} area="needs">
      <UnsentPosts />
      {value?.quiet && (
        <QuietHint
          quiet={value.quiet}
          titleOf={(id) => value.posts.find((post) => post.id === id)?.title}
          onDismissed={() => void reload().then(() => list.current?.focus())}
        />
      )}
      {value ? (
        value.posts.length === 0 && unsent.length === 0 ? (
          <EmptyState title={myPosts.none} text={myPosts.noneText}>
            <ButtonLink href={paths.newPost} variant="ask">
              {feed.newPost}
            </ButtonLink>
          </EmptyState>
        ) : value.posts.length === 0 ? null : (
          <ul ref={list} className={pane.list} tabIndex={-1} aria-label={parts.myPosts}>
            {value.posts.map((post) => (
              <MyPost key={post.id} post={post} reload={reload} />
            ))}
          </ul>
        )
      ) : problem ? (
        <LoadError title={myPosts.notLoaded} text={explain(problem).detail} onRetry={() => void reload()} />
      ) : (
        <PostListSkeleton />
      )}
    </Pane>
  );
}

function MyPost({ post, reload }: { post: PostCard; reload: () => Promise<void> }) {
  const now = useNow();
  const changes = usePostChanges(post, () => void reload(), reload);
  const standing = standingOf(post, now);
  const isLive = standing === 'open' || standing === 'promised';
  return (
    <li data-stacked>
      <p className={pane.main}>
        <b dir="auto">
          <Link href={selectionPath('needs', post.id)}>{post.title}</Link>
        </b>
        <small>
          <KindBadge kind={post.kind} /> {standings()[standing]}
          {isLive && `, ${myPosts.until(longDateOf(new Date(post.lastsUntil)))}`} ·{' '}
          {myPosts.posted(ageOf(post.createdAt, now))}
        </small>
      </p>
      <OwnerActions post={post} changes={changes} isShort />
    </li>
  );
}
