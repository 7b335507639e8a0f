/** My posts that the server does not have yet: why, and what to do with them. */
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { UnsentPost } from '#client/unsent.ts';
import { uuid } from '#client/uuid.ts';
import { TITLE_OF_A_NEED } from '#contract/posts.ts';
import { Button } from '../parts/button.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { PendingIcon } from '../parts/icons.tsx';
import { KindBadge } from '../parts/kind-badge.tsx';
import { FailedIcon } from '../parts/more-icons.tsx';
import { paths } from '../paths.ts';
import { readDraftFiles } from '../state/drafts.ts';
import { useMailbox } from '../state/mailbox.ts';
import { POST_DRAFT_PLACE, hasPostDraft, postDraftOf, writePostDraft } from '../state/post-draft.ts';
import { usePublisher, useUnsentPosts } from '../state/publisher.ts';
import { timeOf } from '../text/dates.ts';
import { explain, isRefusal } from '../text/explain.ts';
import { myPosts } from '../words/my-posts.ts';
import { parts } from '../words/parts.ts';
import { shell } from '../words/shell.ts';
import pane from '../parts/pane.module.css';
import styles from './unsent-posts.module.css';

export function UnsentPosts() {
  const unsent = useUnsentPosts();
  if (unsent.length === 0) return null;
  return (
    <ul className={pane.list} aria-label={myPosts.unpublished}>
      {unsent.map((post) => (
        <UnsentRow key={post.clientId} post={post} />
      ))}
    </ul>
  );
}

function UnsentRow({ post }: { post: UnsentPost }) {
  const { clientId, request, fields, attachments, problem } = post;
  const { me } = useMailbox();
  const publisher = usePublisher();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState<'deletion' | 'replacement'>();
  /** Another post has its id: what is written here can be another one only. */
  const isTaken = isRefusal(problem, 'client-id-taken');

  const edit = async (): Promise<void> => {
    const draft = postDraftOf(fields, isTaken ? uuid() : clientId, request.lastsUntil);
    await replacePictures(me, attachments);
    publisher.discard(clientId);
    writePostDraft(me, draft);
    navigate(paths.newPost);
  };
  const close = (): void => setAsking(undefined);

  return (
    <li data-stacked>
      <p className={pane.main}>
        <b dir="auto">{request.title ?? TITLE_OF_A_NEED}</b>
        <small>
          <KindBadge kind={request.kind} />
        </small>
      </p>
      <p className={styles.state} data-failed={problem !== undefined || undefined} role={problem ? 'alert' : 'status'}>
        {problem ? <FailedIcon /> : <PendingIcon />}
        <span>{stateText(post)}</span>
      </p>
      <div className={pane.actions}>
        {problem && !isTaken && (
          <Button variant="secondary" onClick={() => publisher.retry(clientId)}>
            {shell.tryAgain}
          </Button>
        )}
        <Button variant="secondary" onClick={() => (hasPostDraft(me) ? setAsking('replacement') : void edit())}>
          {myPosts.edit}
        </Button>
        <Button variant="quiet" onClick={() => setAsking('deletion')}>
          {myPosts.askToDelete}
        </Button>
      </div>
      {asking === 'deletion' && (
        <ConfirmDialog
          title={myPosts.deleteQuestion}
          confirmLabel={myPosts.delete}
          onConfirm={async () => publisher.discard(clientId)}
          onClose={close}
        >
          {myPosts.discardMeans}
        </ConfirmDialog>
      )}
      {asking === 'replacement' && (
        <ConfirmDialog title={myPosts.replaceQuestion} confirmLabel={myPosts.replace} onConfirm={edit} onClose={close}>
          {myPosts.replaceMeans}
        </ConfirmDialog>
      )}
    </li>
  );
}

/** Puts the pictures of a post that waits into the draft, in place of those that are there. */
async function replacePictures(me: string, pictures: UnsentPost['attachments'] = []): Promise<void> {
  const to = { me, peer: POST_DRAFT_PLACE, isPost: true } as const;
  if (pictures.length + readDraftFiles(me, POST_DRAFT_PLACE).length === 0) return;
  const { removeAllPicked, takeBackFiles } = await import('../pictures/pick-files.ts');
  await removeAllPicked(to);
  await takeBackFiles(to, pictures);
}

function stateText({ problem, delay }: UnsentPost): string {
  if (isRefusal(problem, 'client-id-taken')) return myPosts.earlierTryArrived;
  if (problem) return myPosts.notPublished(explain(problem).detail);
  if (!delay) return myPosts.waiting;
  return delay.until === undefined
    ? myPosts.publishedWhenUpdated
    : myPosts.publishedAt(explain(delay.problem).detail, timeOf(new Date(delay.until)));
}

/** Stands above the list of posts while something of mine is not in it yet. */
export function UnsentNotice() {
  const unsent = useUnsentPosts();
  if (unsent.length === 0) return null;
  const failed = unsent.filter(({ problem }) => problem).length;
  const text = failed > 0 ? myPosts.someNotPublished(failed) : myPosts.someWaiting(unsent.length);
  return (
    <p className={styles.notice} role="status">
      {failed > 0 ? <FailedIcon /> : <PendingIcon />}
      <span>
        {text} <Link href={paths.myPosts}>{parts.myPosts}</Link>
      </span>
    </p>
  );
}
