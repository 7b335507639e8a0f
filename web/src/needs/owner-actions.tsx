/** What an owner can do with a post. Each step that cannot be taken back is confirmed first. */
import { Suspense, lazy, useState } from 'react';
import type { Post, PostKind } from '#contract/posts.ts';
import { Alert } from '../parts/alert.tsx';
import { Button } from '../parts/button.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { useNow } from '../state/now.ts';
import { explain } from '../text/explain.ts';
import { LASTS_DAYS, isEnding, renewedUntil, standingOf, timeLeft } from '../text/posts.ts';
import type { PostChanges } from './use-post.ts';
import pane from '../parts/pane.module.css';
import styles from './owner-actions.module.css';

const DoneDialog = lazy(async () => ({ default: (await import('./done-dialog.tsx')).DoneDialog }));

/** Asked in the last two days. */
const STILL: Readonly<Record<PostKind, string>> = { need: 'Still needed?', offer: 'Still on offer?' };

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
      onClick={() =>
        run({ lastsUntil: renewedUntil(post.kind, new Date()) }, `It lasts ${LASTS_DAYS[post.kind]} days from now.`)
      }
    >
      Renew
    </Button>
  );

  if (isShort && isOver && post.removal === undefined) return null;
  return (
    <section aria-label={`Your post “${post.title}”`} className={pane.section}>
      {post.removal !== undefined && <Alert tone="error">An administrator removed this post: {post.removal}</Alert>}
      {post.underReview === true && (
        <p className={styles.note} role="status">
          Several people have reported this post. Others don’t see it until an administrator has looked at it, which
          needs nothing from you.
        </p>
      )}
      {isEnding(post, now) && (
        <p>
          <b>{STILL[post.kind]}</b> It lasts {timeLeft(post.lastsUntil, now)}.
        </p>
      )}
      {notice && <Alert tone={notice.tone}>{notice.text}</Alert>}
      <div className={pane.actions}>
        {standing === 'expired' && (
          <Button
            variant="primary"
            busy={busy}
            onClick={() => run({ lastsUntil: renewedUntil(post.kind, new Date()) }, 'It is in the list again.')}
          >
            Renew
          </Button>
        )}
        {isEnding(post, now) && renewal}
        {isLive && (
          <Button variant={isShort || isEnding(post, now) ? 'secondary' : 'primary'} onClick={() => setAsking('done')}>
            Done…
          </Button>
        )}
        {standing === 'open' && !isShort && (
          <Button
            variant="secondary"
            busy={busy}
            onClick={() => run({ status: 'promised' }, 'Others see that it is promised.')}
          >
            Promised
          </Button>
        )}
        {standing === 'promised' && !isShort && (
          <Button variant="secondary" busy={busy} onClick={() => run({ status: 'open' }, 'It is open again.')}>
            Open again
          </Button>
        )}
        {!isOver && onEdit && (
          <Button variant="secondary" onClick={onEdit}>
            Edit
          </Button>
        )}
        {isLive && !isEnding(post, now) && renewal}
        {!isOver && (
          <Button variant="secondary" onClick={() => setAsking('withdrawn')}>
            Withdraw…
          </Button>
        )}
        {!isShort && (
          <Button variant={isOver ? 'secondary' : 'quiet'} onClick={() => setAsking('deletion')}>
            Delete…
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
          title="Done?"
          confirmLabel="Mark as done"
          onConfirm={() => changes.change({ status: 'done' })}
          onClose={close}
        >
          It leaves the list for good. You still find it among your posts, and your conversations stay.
        </ConfirmDialog>
      )}
      {asking === 'withdrawn' && (
        <ConfirmDialog
          title="Withdraw this post?"
          confirmLabel="Withdraw"
          onConfirm={() => changes.change({ status: 'withdrawn' })}
          onClose={close}
        >
          It leaves the list for good. You still find it among your posts, and your conversations stay.
        </ConfirmDialog>
      )}
      {asking === 'deletion' && (
        <ConfirmDialog
          title="Delete this post?"
          confirmLabel="Delete"
          onConfirm={async () => {
            await changes.remove();
            onDeleted?.();
          }}
          onClose={close}
        >
          Its texts and its place are erased, and nobody sees it any more, not even you. Your conversations stay.
        </ConfirmDialog>
      )}
    </section>
  );
}
