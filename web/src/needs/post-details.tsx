/** All of a post, as everybody sees it. */
import { Suspense, lazy, useId } from 'react';
import type { RowAttachment } from '#client/mailbox.ts';
import type { Post } from '#contract/posts.ts';
import { AttachmentFrames } from '../attachments/attachment-frames.tsx';
import { POST_PICTURE_PIXELS } from '../attachments/picture-size.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Badge } from '../parts/badge.tsx';
import { PendingIcon } from '../parts/icons.tsx';
import { KindBadge } from '../parts/kind-badge.tsx';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import { PlaceIcon, RewardIcon } from '../parts/more-icons.tsx';
import { useNow } from '../state/now.ts';
import { fullDateOf, longDateOf } from '../text/dates.ts';
import { categoryNames, standings, ageOf, isNewHere, standingOf, timeLeft } from '../text/posts.ts';
import { feed } from '../words/feed.ts';
import { postPage } from '../words/post-page.ts';
import { SquareLine } from './square-line.tsx';
import card from './post-card.module.css';
import styles from './post-details.module.css';

const PostPictures = lazy(async () => ({
  default: (await import('../attachments/post-pictures.tsx')).PostPictures,
}));

export type DetailedPost = Omit<Post, 'id' | 'version' | 'pictures'> & {
  /** Undefined: it is not published yet. */
  readonly id?: string;
  readonly pictures?: readonly RowAttachment[] | undefined;
};

export function PostDetails({ post }: { post: DetailedPost }) {
  const now = useNow();
  const id = useId();
  const standing = standingOf(post, now);
  return (
    <article className={styles.post} aria-labelledby={id}>
      <p className={styles.first}>
        <KindBadge kind={post.kind} />
        <span>{categoryNames()[post.category]}</span>
        <Badge tone={standing === 'done' ? 'success' : standing === 'removed' ? 'error' : 'neutral'}>
          {standings()[standing]}
        </Badge>
      </p>
      <h2 id={id} className={styles.title}>
        <bdi>{post.title}</bdi>
      </h2>
      <p className={styles.owner}>
        <Avatar username={post.owner} size="s" />
        <span>
          <b>
            <bdi>{post.ownerName}</bdi>
          </b>
          {post.ownerName !== post.owner && (
            <>
              {' '}
              <bdi>{post.owner}</bdi>
            </>
          )}
          {isNewHere(post.ownerSince, now) && (
            <>
              {' '}
              <span className={card.newHere}>{feed.newHere}</span>
            </>
          )}
          <small>
            <time dateTime={post.createdAt} title={fullDateOf(new Date(post.createdAt))}>
              {ageOf(post.createdAt, now)}
            </time>
            {post.editedAt !== undefined && `, ${postPage.edited}`}
          </small>
        </span>
      </p>
      {post.pictures !== undefined && post.pictures.length > 0 && (
        <LoadBoundary fallback={null}>
          <Suspense fallback={<AttachmentFrames attachments={post.pictures} longest={POST_PICTURE_PIXELS} />}>
            <PostPictures id={post.id} pictures={post.pictures} title={post.title} />
          </Suspense>
        </LoadBoundary>
      )}
      {post.description !== '' && (
        <p className={styles.description} dir="auto">
          {post.description}
        </p>
      )}
      <dl className={styles.facts}>
        {post.reward !== undefined && (
          <div>
            <RewardIcon size={18} />
            <dt>{postPage.inReturn}</dt>
            <dd>
              <bdi>{post.reward}</bdi>
            </dd>
          </div>
        )}
        {(post.placeName !== undefined || post.place) && (
          <div>
            <PlaceIcon size={18} />
            <dt>{postPage.where}</dt>
            <dd>
              {post.placeName !== undefined && <bdi>{post.placeName}</bdi>}
              {post.place && <SquareLine place={post.place} isNamed={post.placeName !== undefined} />}
            </dd>
          </div>
        )}
        {(standing === 'open' || standing === 'promised') && (
          <div>
            <PendingIcon size={18} />
            <dt>{postPage.until}</dt>
            <dd>
              {longDateOf(new Date(post.lastsUntil))}
              <small>{timeLeft(post.lastsUntil, now)}</small>
            </dd>
          </div>
        )}
      </dl>
    </article>
  );
}
