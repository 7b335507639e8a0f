/** What a person needs and offers at the moment. Nothing if that is nothing. */
import { useCallback } from 'react';
import { Link } from 'wouter';
import type { PostCard } from '#contract/posts.ts';
import { listPosts } from '#contract/routes/posts.ts';
import { usePages } from '../hooks/use-pages.ts';
import { Button } from '../parts/button.tsx';
import { KindBadge } from '../parts/kind-badge.tsx';
import { selectionPath } from '../paths.ts';
import { useNow } from '../state/now.ts';
import { useSession } from '../state/session.ts';
import { explain } from '../text/explain.ts';
import { categoryNames, standings, ageOf, standingOf } from '../text/posts.ts';
import { person } from '../words/person.ts';
import { shell } from '../words/shell.ts';
import pane from '../parts/pane.module.css';

export function PersonPosts({ username, name }: { username: string; name: string }) {
  const session = useSession();
  const now = useNow();
  const load = useCallback(
    (cursor: string | undefined) =>
      session.call(listPosts, { query: { owner: username, ...(cursor !== undefined && { cursor }) } }),
    [session, username],
  );
  const { items, next, loading, problem, loadMore } = usePages<PostCard>(load);
  // My own come with those that are over.
  const posts = items.filter((post) => ['open', 'promised'].includes(standingOf(post, now)));
  if (posts.length === 0 && !problem && next === undefined) return null;
  return (
    <section className={pane.section} aria-label={person.postsOf(name)}>
      <h2>{person.posts}</h2>
      {posts.length > 0 && (
        <ul className={pane.list}>
          {posts.map((post) => (
            <PostRow key={post.id} post={post} />
          ))}
        </ul>
      )}
      {problem ? <p role="alert">{explain(problem).detail}</p> : null}
      {(next !== undefined || problem !== undefined) && (
        <div className={pane.actions}>
          <Button variant="quiet" disabled={loading} onClick={loadMore}>
            {problem ? shell.tryAgain : person.morePosts}
          </Button>
        </div>
      )}
    </section>
  );
}

function PostRow({ post }: { post: PostCard }) {
  const now = useNow();
  const standing = standingOf(post, now);
  return (
    <li>
      <p className={pane.main}>
        <b dir="auto">
          <Link href={selectionPath('needs', post.id)}>{post.title}</Link>
        </b>
        <small>
          <KindBadge kind={post.kind} /> {categoryNames()[post.category]}
          {standing !== 'open' && ` · ${standings()[standing]}`} · {ageOf(post.createdAt, now)}
        </small>
      </p>
    </li>
  );
}
