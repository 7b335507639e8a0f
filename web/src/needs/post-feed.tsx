/** Posts, one below the other, among which the keyboard moves. */
import type { PostCard } from '#contract/posts.ts';
import { onFeedKeyDown } from './feed-keys.ts';
import { PostCard as Card } from './post-card.tsx';
import styles from './post-list.module.css';

interface PostFeedProps {
  readonly label: string;
  readonly posts: readonly PostCard[];
  /** The id of the post that is open beside the list. */
  readonly selected: string | undefined;
  readonly busy: boolean;
  /** True while there may be more of them. */
  readonly hasMore?: boolean;
  /** True for a post that is marked as new. */
  readonly isNew?: (post: PostCard) => boolean;
}

export function PostFeed({ label, posts, selected, busy, hasMore = false, isNew }: PostFeedProps) {
  return (
    <div role="feed" aria-label={label} aria-busy={busy} className={styles.feed} onKeyDown={onFeedKeyDown}>
      {posts.map((post, index) => (
        <Card
          key={post.id}
          post={post}
          current={post.id === selected}
          isNew={isNew?.(post) ?? false}
          position={index + 1}
          total={hasMore ? -1 : posts.length}
        />
      ))}
    </div>
  );
}
