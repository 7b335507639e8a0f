/** Asks the owner of a post that ends soon whether it is still needed. Stands above the list of posts. */
import { useEffect } from 'react';
import { Link } from 'wouter';
import type { PostCard } from '#contract/posts.ts';
import { Sentence } from '../parts/sentence.tsx';
import { paths, selectionPath } from '../paths.ts';
import { useMailbox } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { usePosts } from '../state/posts.ts';
import { usePublisher } from '../state/publisher.ts';
import { isEnding } from '../text/posts.ts';
import { myPosts } from '../words/my-posts.ts';
import { OwnerActions } from './owner-actions.tsx';
import { useMyPosts } from './use-my-posts.ts';
import { usePostChanges } from './use-post.ts';
import styles from './ending-posts.module.css';

/** Of 200 posts, few are not over. More are not read to ask. */
const PAGES_MAX = 4;

/** One at a time: the one that ends first. */
export function EndingPosts() {
  const { me } = useMailbox();
  const now = useNow();
  const publisher = usePublisher();
  const { value, reload } = useMyPosts(PAGES_MAX);
  const posts = usePosts();
  useEffect(() => publisher.onPublished(() => void reload()), [publisher, reload]);
  useEffect(() => posts.onChanged(() => void reload()), [posts, reload]);
  const ending = (value?.posts ?? [])
    .filter((post) => post.owner === me && isEnding(post, now))
    .toSorted((one, other) => (one.lastsUntil < other.lastsUntil ? -1 : 1));
  const [first] = ending;
  if (!first) return null;
  return <EndingPost key={first.id} post={first} others={ending.length - 1} reload={reload} />;
}

interface EndingPostProps {
  readonly post: PostCard;
  readonly others: number;
  readonly reload: () => Promise<void>;
}

function EndingPost({ post, others, reload }: EndingPostProps) {
  const changes = usePostChanges(post, () => void reload(), reload);
  return (
    <div className={styles.ending}>
      <p>
        <b dir="auto">
          <Link href={selectionPath('needs', post.id)}>{post.title}</Link>
        </b>
        {others > 0 && (
          <small>
            {' '}
            <Sentence of={myPosts.andMore(<Link href={paths.myPosts}>{myPosts.more(others)}</Link>)} />
          </small>
        )}
      </p>
      <OwnerActions post={post} changes={changes} isShort />
    </div>
  );
}
