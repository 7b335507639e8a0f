/** One post at its own address, and what its reader can do: write to its owner, or as the owner change it. */
import { Suspense, lazy, useState } from 'react';
import { useLocation } from 'wouter';
import type { Post, PostKind } from '#contract/posts.ts';
import { useListAddress } from '../hooks/use-panes.ts';
import { ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { BlockIcon, FlagIcon, MoreIcon } from '../parts/icons.tsx';
import { LoadError } from '../parts/load-error.tsx';
import { Menu, MenuItem } from '../parts/menu.tsx';
import { Pane } from '../parts/pane.tsx';
import { ProfileLink } from '../parts/profile-link.tsx';
import { SafetyWords } from '../parts/safety-words.tsx';
import { paths, selectionPath } from '../paths.ts';
import { writeDraftPost } from '../state/drafts.ts';
import { hidePost, idsOf, unhidePost, useHiddenPosts } from '../state/hidden-posts.ts';
import { useMailbox, useRow } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { offerUndo } from '../state/toast.ts';
import { explain, isRefusal } from '../text/explain.ts';
import { kinds, standingOf } from '../text/posts.ts';
import { undo } from '../words/undo.ts';
import { EditPost } from './edit-post.tsx';
import { OwnerActions } from './owner-actions.tsx';
import { PostDetails } from './post-details.tsx';
import { PostSkeleton } from './post-list-skeleton.tsx';
import { usePost, usePostChanges } from './use-post.ts';
import pane from '../parts/pane.module.css';
import styles from './post-pane.module.css';

const OfferList = lazy(async () => ({ default: (await import('./offer-list.tsx')).OfferList }));
const ReportPostDialog = lazy(async () => ({ default: (await import('./report-post-dialog.tsx')).ReportPostDialog }));

/** What one says who wants to answer a post. */
const ANSWERS: Readonly<Record<PostKind, string>> = { need: 'I can help', offer: 'I’d like this' };

/** For those to whom it is not promised. */
const PROMISED_TEXTS: Readonly<Record<PostKind, string>> = {
  need: 'Somebody is helping already. You can still write.',
  offer: 'It is promised to somebody. You can still write.',
};

/** Give it the id as a `key`. */
export function PostPane({ id }: { id: string }) {
  const { me } = useMailbox();
  const { post, problem, reload, set } = usePost(id);
  return (
    <Pane title={post ? kinds()[post.kind] : 'Post'} windowTitle={post?.title} area="needs">
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
        <PostSkeleton />
      )}
    </Pane>
  );
}

function OthersPost({ post }: { post: Post }) {
  const { me } = useMailbox();
  const [, navigate] = useLocation();
  const list = useListAddress('needs');
  const isHidden = idsOf(useHiddenPosts(me)).includes(post.id);
  const [reporting, setReporting] = useState(false);
  const hasWritten = useRow(post.owner)?.post?.id === post.id;
  const standing = standingOf(post, useNow());
  return (
    <>
      <PostDetails post={post} />
      <div className={pane.section}>
        {standing === 'promised' && (
          <p className={pane.lead}>{post.promisedTo === me ? 'It is promised to you.' : PROMISED_TEXTS[post.kind]}</p>
        )}
        <div className={pane.actions}>
          {hasWritten ? (
            <ButtonLink href={selectionPath('conversations', post.owner)} variant="primary">
              <span>
                Open chat with <bdi>{post.ownerName}</bdi>
              </span>
            </ButtonLink>
          ) : (
            <ButtonLink
              href={selectionPath('conversations', post.owner)}
              variant="primary"
              onClick={() => writeDraftPost(me, post.owner, post)}
            >
              {ANSWERS[post.kind]}
            </ButtonLink>
          )}
          <ProfileLink username={post.owner} button={{ variant: 'secondary' }}>
            <span>
              About <bdi>{post.ownerName}</bdi>
            </span>
          </ProfileLink>
          <Menu label="More about this post" icon={<MoreIcon />} className={styles.menu}>
            {!isHidden && (
              <MenuItem
                icon={<BlockIcon />}
                onSelect={() => {
                  hidePost(me, post.id);
                  navigate(list);
                  offerUndo(undo.postHidden, () => unhidePost(me, post.id));
                }}
              >
                Hide on this device
              </MenuItem>
            )}
            <MenuItem icon={<FlagIcon />} onSelect={() => setReporting(true)}>
              Report this post…
            </MenuItem>
          </Menu>
        </div>
      </div>
      <SafetyWords />
      {reporting && (
        <Suspense>
          <ReportPostDialog post={post} onClose={() => setReporting(false)} />
        </Suspense>
      )}
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
      <Suspense>
        <OfferList post={post} changes={changes} />
      </Suspense>
      {post.status === 'promised' && <SafetyWords />}
      <OwnerActions post={post} changes={changes} onEdit={() => setEditing(true)} onDeleted={() => navigate(list)} />
    </>
  );
}
