/** A post in a list: one link to all of it, and what helps to decide whether to follow it. */
import { useId } from 'react';
import { Link } from 'wouter';
import type { PostCard as Card } from '#contract/posts.ts';
import { CardPicture } from '../attachments/card-picture.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { Badge } from '../parts/badge.tsx';
import { KindBadge } from '../parts/kind-badge.tsx';
import { PlaceIcon, RewardIcon } from '../parts/more-icons.tsx';
import { selectionPath } from '../paths.ts';
import { useNow } from '../state/now.ts';
import { fullDateOf } from '../text/dates.ts';
import { categoryNames, standings, ageOf, distanceText, isNewHere, standingOf } from '../text/posts.ts';
import { feed } from '../words/feed.ts';
import styles from './post-card.module.css';

interface PostCardProps {
  readonly post: Card;
  readonly current: boolean;
  /** Marks it as one that was not seen before. */
  readonly isNew?: boolean;
  /** Its place in the list, from 1. */
  readonly position: number;
  /** How many posts the list has; -1 while there may be more. */
  readonly total: number;
}

export function PostCard({ post, current, isNew = false, position, total }: PostCardProps) {
  const now = useNow();
  const id = useId();
  const standing = standingOf(post, now);
  return (
    <article
      className={styles.card}
      data-kind={post.kind}
      data-current={current || undefined}
      data-picture={post.picture !== undefined || undefined}
      data-roving={post.id}
      tabIndex={0}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-about`}
      aria-posinset={position}
      aria-setsize={total}
    >
      <p className={styles.first}>
        <KindBadge kind={post.kind} />
        <span>{categoryNames()[post.category]}</span>
        {isNew && <Badge tone="success">{feed.isNew}</Badge>}
        {standing !== 'open' && <Badge tone="neutral">{standings()[standing]}</Badge>}
        <time dateTime={post.createdAt} title={fullDateOf(new Date(post.createdAt))}>
          {ageOf(post.createdAt, now)}
        </time>
      </p>
      <h2 id={`${id}-title`} className={styles.title}>
        <Link href={selectionPath('needs', post.id)} aria-current={current ? 'page' : undefined}>
          <bdi>{post.title}</bdi>
        </Link>
      </h2>
      {post.picture && (
        <div className={styles.picture}>
          <CardPicture post={post.id} picture={post.picture} />
        </div>
      )}
      <div id={`${id}-about`} className={styles.about}>
        <PlaceLine post={post} />
        {post.reward !== undefined && (
          <p>
            <RewardIcon />
            <span className="visually-hidden">{feed.inReturn}</span>
            <bdi>{post.reward}</bdi>
          </p>
        )}
        <p>
          <Avatar username={post.owner} size="xs" />
          <bdi className={styles.owner}>{post.ownerName}</bdi>
          {isNewHere(post.ownerSince, now) && <span className={styles.newHere}>{feed.newHere}</span>}
        </p>
      </div>
    </article>
  );
}

/** Where it is: in words, how far away, or both. */
function PlaceLine({ post: { placeName, distance } }: { post: Pick<Card, 'placeName' | 'distance'> }) {
  if (placeName === undefined && distance === undefined) return null;
  return (
    <p>
      <PlaceIcon />
      <span className="visually-hidden">{feed.where}</span>
      <span>
        {placeName !== undefined && <bdi>{placeName}</bdi>}
        {placeName !== undefined && distance !== undefined && ' · '}
        {distance !== undefined && distanceText(distance)}
      </span>
    </p>
  );
}
