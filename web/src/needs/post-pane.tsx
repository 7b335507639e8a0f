/** One post at its own address, and what its reader can do: write to its owner, or as the owner change it. */
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Post } from '#contract/posts.ts';
import { useListAddress } from '../hooks/use-panes.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { ListSkeleton } from '../parts/list-skeleton.tsx';
import { LoadError } from '../parts/load-error.tsx';
import { Pane } from '../parts/pane.tsx';
import { paths, selectionPath } from '../paths.ts';
import { readDraft, writeDraft } from '../state/drafts.ts';
import { hidePost, idsOf, useHiddenPosts } from '../state/hidden-posts.ts';
import { useMailbox } from '../state/mailbox.ts';
import { explain, isRefusal } from '../text/explain.ts';
import { KINDS } from '../text/posts.ts';
import { EditPost } from './edit-post.tsx';
import { OwnerActions } from './owner-actions.tsx';
import { PostDetails } from './post-details.tsx';
import { usePost, usePostChanges } from './use-post.ts';
import pane from '../parts/pane.module.css';

/** Give it the id as a `key`. */
export function PostPane({ id }: { id: string }) {
  const { me } = useMailbox();
  const { post, problem, reload, set } = usePost(id);
  return (
    <Pane title={post ? KINDS[post.kind] : 'Post'} windowTitle={post?.title} area="needs">
      {post ? (
        post.owner === me ? (
          <OwnPost post={post} onSaved={set} onOutdated={reload} />
        ) : (
          <OthersPost post={post} />
        )
      ) : isRefusal(problem, 'not-found') ? (
        <EmptyState
          title="This post isn’t there"
          text="It may be done, withdrawn or expired. If you typed the address, check it for typos."
        >
          <ButtonLink href={paths.needs} variant="secondary">
            See all posts
          </ButtonLink>
        </EmptyState>
      ) : problem ? (
        <LoadError title="We couldn’t load this post" text={explain(problem).detail} onRetry={() => void reload()} />
      ) : (
        <ListSkeleton />
      )}
    </Pane>
  );
}

function OthersPost({ post }: { post: Post }) {
  const { me } = useMailbox();
  /** The conversation begins with what it is about, unless something else was begun there. */
  const begin = (): void => {
    if (readDraft(me, post.owner) === '') writeDraft(me, post.owner, `About “${post.title}”: `);
  };
  const [, navigate] = useLocation();
  const list = useListAddress('needs');
  const isHidden = idsOf(useHiddenPosts(me)).includes(post.id);
  return (
    <>
      <PostDetails post={post} />
      <div className={pane.actions}>
        <ButtonLink href={selectionPath('conversations', post.owner)} variant="primary" onClick={begin}>
          <span>
            Write to <bdi>{post.ownerName}</bdi>
          </span>
        </ButtonLink>
        {!isHidden && (
          <Button
            variant="quiet"
            onClick={() => {
              hidePost(me, post.id);
              navigate(list);
            }}
          >
            Hide on this device
          </Button>
        )}
      </div>
    </>
  );
}

interface OwnPostProps {
  readonly post: Post;
  readonly onSaved: (post: Post) => void;
  readonly onOutdated: () => Promise<void>;
}

function OwnPost({ post, onSaved, onOutdated }: OwnPostProps) {
  const [, navigate] = useLocation();
  const list = useListAddress('needs');
  const [editing, setEditing] = useState(false);
  const changes = usePostChanges(post, onSaved, onOutdated);
  if (editing) return <EditPost post={post} change={changes.change} onClose={() => setEditing(false)} />;
  return (
    <>
      <PostDetails post={post} />
      <OwnerActions post={post} changes={changes} onEdit={() => setEditing(true)} onDeleted={() => navigate(list)} />
    </>
  );
}
