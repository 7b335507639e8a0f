/** The list of posts, newest first, or nearest first around me, below its filters. */
import { useEffect } from 'react';
import { ButtonLink } from '../parts/button.tsx';
import { PlusIcon } from '../parts/icons.tsx';
import { ListHeader } from '../parts/list-header.tsx';
import { paths } from '../paths.ts';
import { useMailbox } from '../state/mailbox.ts';
import { deletePostDraft, readPostDraft } from '../state/post-draft.ts';
import { NO_FILTER } from '../state/post-filter.ts';
import { usePosts } from '../state/posts.ts';
import { usePublisher } from '../state/publisher.ts';
import { PostFilters } from './post-filters.tsx';
import { PostResults } from './post-results.tsx';
import { UnsentNotice } from './unsent-posts.tsx';
import { usePostFilter } from './use-post-filter.ts';
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
      <PostResults filter={filter} selected={selected} onReset={() => change(NO_FILTER)} />
    </>
  );
}
