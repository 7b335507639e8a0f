/** The lists of posts: all of them, newest first or nearest first around me, below filters; and those for me. */
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
import { feed } from '../words/feed.ts';
import { parts } from '../words/parts.ts';
import { EndingPosts } from './ending-posts.tsx';
import { ForYouList } from './for-you.tsx';
import { ListTabs } from './list-tabs.tsx';
import { PostFilters } from './post-filters.tsx';
import { PostResults } from './post-results.tsx';
import { SaveSearch } from './save-search.tsx';
import { UnsentNotice } from './unsent-posts.tsx';
import { useListTab } from './use-list-tab.ts';
import { usePostFilter } from './use-post-filter.ts';
import styles from './post-list.module.css';

/** @param selected the id of the post that is open beside the list */
export function PostList({ selected }: { selected: string | undefined }) {
  const isBeside = selected !== undefined;
  const [tab, selectTab] = useListTab(isBeside);
  const [filter, change] = usePostFilter(isBeside);
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
        title={feed.title}
        action={
          <span className={styles.actions}>
            <ButtonLink href={paths.myPosts} variant="quiet" size="small">
              {parts.myPosts}
            </ButtonLink>
            <ButtonLink href={paths.newPost} variant="ask" size="small">
              <PlusIcon /> {feed.newPost}
            </ButtonLink>
          </span>
        }
      >
        <ListTabs tab={tab} onChange={selectTab} />
        {tab === 'all' && (
          <>
            <PostFilters filter={filter} onChange={change} />
            <SaveSearch filter={filter} onShowSaved={() => selectTab('for-you')} />
          </>
        )}
      </ListHeader>
      <UnsentNotice />
      <EndingPosts />
      {tab === 'all' ? (
        <PostResults filter={filter} selected={selected} onReset={() => change(NO_FILTER)} />
      ) : (
        <ForYouList selected={selected} onShowAll={() => selectTab('all')} />
      )}
    </>
  );
}
