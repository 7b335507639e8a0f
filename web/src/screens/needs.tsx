/** What people need and offer: the list, and beside it one post. Loaded when it is first opened. */
import { MyPosts } from '../needs/my-posts.tsx';
import { NewPost } from '../needs/new-post.tsx';
import { PostList } from '../needs/post-list.tsx';
import { PostPane } from '../needs/post-pane.tsx';
import { ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { paths } from '../paths.ts';
import { feed } from '../words/feed.ts';

interface NeedsProps {
  readonly selected: string | undefined;
}

export const NeedsList = PostList;

export function NeedsPane({ selected }: NeedsProps) {
  if (selected === undefined)
    return (
      <EmptyState marked title={feed.selectPost} text={feed.selectPostText}>
        <ButtonLink href={paths.newPost} variant="secondary">
          {feed.newPost}
        </ButtonLink>
      </EmptyState>
    );
  if (selected === 'new') return <NewPost />;
  if (selected === 'mine') return <MyPosts />;
  return <PostPane key={selected} id={selected} />;
}
