/** What an owner can do with a post. Each step that cannot be taken back is confirmed first. */
import { Suspense, lazy, useState } from 'react';
import type { Post, PostKind } from '#contract/posts.ts';
import { Alert } from '../parts/alert.tsx';
import { Button } from '../parts/button.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { useNow } from '../state/now.ts';
import { explain } from '../text/explain.ts';
import { LASTS_DAYS, isEnding, renewedUntil, standingOf, timeLeft } from '../text/posts.ts';
import { myPosts } from '../words/my-posts.ts';
import type { PostChanges } from './use-post.ts';
import pane from '../parts/pane.module.css';
import styles from './owner-actions.module.css';

const DoneDialog = lazy(async () => ({ default: (await import('./done-dialog.tsx')).DoneDialog }));

/** Asked in the last two days. */
const questions = (): Readonly<Record<PostKind, string>> => ({
  need: myPosts.stillNeeded,
  offer: myPosts.stillOnOffer,
});

interface OwnerActionsProps {
  readonly post: Pick<
    Post,
    'id' | 'kind' | 'title' | 'status' | 'lastsUntil' | 'removal' | 'promisedTo' | 'underReview'
  >;
  readonly changes: PostChanges;
  /** In a list of posts: only what ends a post or makes it last. */
  readonly isShort?: boolean;
  readonly onEdit?: () => void;
  readonly onDeleted?: () => void;
}

export function OwnerActions({ post, changes, isShort = false, onEdit, onDeleted }: OwnerActionsProps) {
  const now = useNow();
  const [busy, setBusy] = useState(false);
  const [notice, setNotice] = useState<{ readonly tone: 'error' | 'success'; readonly text: string }>();
  const [asking, setAsking] = useState<'done' | 'withdrawn' | 'deletion'>();
  const standing = standingOf(post, now);
  const isLive = standing === 'open' || standing === 'promised';
  const isOver = !isLive && standing !== 'expired';

  const run = (change: Parameters<PostChanges['change']>[0], done: string): void => {
    setBusy(true);
    setNotice(undefined);
    changes
      .change(change)
      .then(
        () => setNotice({ tone: 'success', text: done }),
        (reason: unknown) => setNotice({ tone: 'error', text: explain(reason).detail }),
      )
      .finally(() => setBusy(false));
  };
  const close = (): void => setAsking(undefined);

  const renewal = (
    <Button
      variant={isEnding(post, now) ? 'primary' : 'secondary'}
      busy={busy}
      onClick={() => run({ lastsUntil: renewedUntil(post.kind, new Date()) }, myPosts.renewed(LASTS_DAYS[post.kind]))}
    >
      {myPosts.renew}
    </Button>
  );

  if (isShort && isOver && post.removal === undefined) return null;
  return (
    <section aria-label={myPosts.yourPost(post.title)} className={pane.section}>
      {post.removal !== undefined && <Alert tone="error">{myPosts.removed(post.removal)}</Alert>}
      {post.underReview === true && (
        <p className={styles.note} role="status">
          {myPosts.underReview}
        </p>
      )}
      {isEnding(post, now) && (
        <p>
          <b>{questions()[post.kind]}</b> {myPosts.lasts(timeLeft(post.lastsUntil, now))}
        </p>
      )}
      {notice && <Alert tone={notice.tone}>{notice.text}</Alert>}
      <div className={pane.actions}>
        {standing === 'expired' && (
          <Button
            variant="primary"
            busy={busy}
            onClick={() => run({ lastsUntil: renewedUntil(post.kind, new Date()) }, myPosts.listedAgain)}
          >
            {myPosts.renew}
          </Button>
        )}
        {isEnding(post, now) && renewal}
        {isLive && (
          <Button variant={isShort || isEnding(post, now) ? 'secondary' : 'primary'} onClick={() => setAsking('done')}>
            {myPosts.askWhetherDone}
          </Button>
        )}
        {standing === 'open' && !isShort && (
          <Button variant="secondary" busy={busy} onClick={() => run({ status: 'promised' }, myPosts.isPromised)}>
            {myPosts.promised}
          </Button>
        )}
        {standing === 'promised' && !isShort && (
          <Button variant="secondary" busy={busy} onClick={() => run({ status: 'open' }, myPosts.isOpenAgain)}>
            {myPosts.openAgain}
          </Button>
        )}
        {!isOver && onEdit && (
          <Button variant="secondary" onClick={onEdit}>
            {myPosts.edit}
          </Button>
        )}
        {isLive && !isEnding(post, now) && renewal}
        {!isOver && (
          <Button variant="secondary" onClick={() => setAsking('withdrawn')}>
            {myPosts.askToWithdraw}
          </Button>
        )}
        {!isShort && (
          <Button variant={isOver ? 'secondary' : 'quiet'} onClick={() => setAsking('deletion')}>
            {myPosts.askToDelete}
          </Button>
        )}
      </div>
      {asking === 'done' && post.kind === 'need' && (
        <Suspense>
          <DoneDialog post={post} change={changes.change} onClose={close} />
        </Suspense>
      )}
      {asking === 'done' && post.kind === 'offer' && (
        <ConfirmDialog
          title={myPosts.doneQuestion}
          confirmLabel={myPosts.markAsDone}
          onConfirm={() => changes.change({ status: 'done' })}
          onClose={close}
        >
          {myPosts.leavesTheList}
        </ConfirmDialog>
      )}
      {asking === 'withdrawn' && (
        <ConfirmDialog
          title={myPosts.withdrawQuestion}
          confirmLabel={myPosts.withdraw}
          onConfirm={() => changes.change({ status: 'withdrawn' })}
          onClose={close}
        >
          {myPosts.leavesTheList}
        </ConfirmDialog>
      )}
      {asking === 'deletion' && (
        <ConfirmDialog
          title={myPosts.deleteQuestion}
          confirmLabel={myPosts.delete}
          onConfirm={async () => {
            await changes.remove();
            onDeleted?.();
          }}
          onClose={close}
        >
          {myPosts.deleteMeans}
        </ConfirmDialog>
      )}
    </section>
  );
}
