/** One post at its own address, and what its reader can do: write to its owner, or as the owner change it. */
import { Suspense, lazy, useState } from 'react';
import { useLocation } from 'wouter';
import type { Post, PostKind } from '#contract/posts.ts';
import { useListAddress } from '../hooks/use-panes.ts';
import { ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { BlockIcon, MoreIcon } from '../parts/icons.tsx';
import { LoadError } from '../parts/load-error.tsx';
import { Menu, MenuItem } from '../parts/menu.tsx';
import { FlagIcon } from '../parts/more-icons.tsx';
import { Pane } from '../parts/pane.tsx';
import { ProfileLink } from '../parts/profile-link.tsx';
import { SafetyWords } from '../parts/safety-words.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { paths, selectionPath } from '../paths.ts';
import { writeDraftPost } from '../state/drafts.ts';
import { hidePost, idsOf, unhidePost, useHiddenPosts } from '../state/hidden-posts.ts';
import { useMailbox, useRow } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { offerUndo } from '../state/toast.ts';
import { explain, isRefusal } from '../text/explain.ts';
import { kinds, standingOf } from '../text/posts.ts';
import { postPage } from '../words/post-page.ts';
import { undo } from '../words/undo.ts';
import { hasChangeDraft } from './change-draft.ts';
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
const answers = (): Readonly<Record<PostKind, string>> => ({ need: postPage.canHelp, offer: postPage.wouldLike });

/** For those to whom it is not promised. */
const promisedTexts = (): Readonly<Record<PostKind, string>> => ({
  need: postPage.somebodyHelps,
  offer: postPage.isPromised,
});

/** Give it the id as a `key`. */
export function PostPane({ id }: { id: string }) {
  const { me } = useMailbox();
  const { post, problem, reload, set } = usePost(id);
  return (
    <Pane title={post ? kinds()[post.kind] : postPage.title} windowTitle={post?.title} area="needs">
      {post ? (
        post.owner === me ? (
          <OwnPost post={post} onSaved={set} onOutdated={reload} />
        ) : (
          <OthersPost post={post} />
        )
      ) : isRefusal(problem, 'not-found') ? (
        <EmptyState title={postPage.notThere} text={postPage.notThereText}>
          <ButtonLink href={paths.needs} variant="secondary">
            {postPage.seeAll}
          </ButtonLink>
        </EmptyState>
      ) : problem ? (
        <LoadError title={postPage.notLoaded} text={explain(problem).detail} onRetry={() => void reload()} />
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
          <p className={pane.lead}>{post.promisedTo === me ? postPage.isPromisedToYou : promisedTexts()[post.kind]}</p>
        )}
        <div className={pane.actions}>
          {hasWritten ? (
            <ButtonLink href={selectionPath('conversations', post.owner)} variant="primary">
              <span>
                <Sentence of={postPage.openChat(<bdi>{post.ownerName}</bdi>)} />
              </span>
            </ButtonLink>
          ) : (
            <ButtonLink
              href={selectionPath('conversations', post.owner)}
              variant="primary"
              onClick={() => writeDraftPost(me, post.owner, post)}
            >
              {answers()[post.kind]}
            </ButtonLink>
          )}
          {/* The menu alone would have a line of its own. */}
          <div className={styles.last}>
            <ProfileLink username={post.owner} button={{ variant: 'secondary' }}>
              <span>
                <Sentence of={postPage.about(<bdi>{post.ownerName}</bdi>)} />
              </span>
            </ProfileLink>
            <Menu label={postPage.more} icon={<MoreIcon />} className={styles.menu}>
              {!isHidden && (
                <MenuItem
                  icon={<BlockIcon />}
                  onSelect={() => {
                    hidePost(me, post.id);
                    navigate(list);
                    offerUndo(undo.postHidden, () => unhidePost(me, post.id));
                  }}
                >
                  {postPage.hide}
                </MenuItem>
              )}
              <MenuItem icon={<FlagIcon />} onSelect={() => setReporting(true)}>
                {postPage.askToReport}
              </MenuItem>
            </Menu>
          </div>
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
  const { me } = useMailbox();
  const isLive = post.status === 'open' || post.status === 'promised';
  // What was typed is not to be looked for.
  const [editing, setEditing] = useState(() => isLive && hasChangeDraft(me, post.id));
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
