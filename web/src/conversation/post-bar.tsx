/** Stands above a conversation: the post it is about, where that stands, and the thanks for it. */
import { useCallback, useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { QuotedPost } from '#contract/schemas.ts';
import { useFetch } from '../hooks/use-fetch.ts';
import { useWindowFocus } from '../hooks/use-window-focus.ts';
import { Badge } from '../parts/badge.tsx';
import { KindBadge } from '../parts/kind-badge.tsx';
import { SafetyWords } from '../parts/safety-words.tsx';
import { selectionPath } from '../paths.ts';
import { useMailbox } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { isAnotherChosen, isLive, readStanding, standingText } from '../state/post-standing.ts';
import { displayNameOf, useProfile } from '../state/profiles.ts';
import { useSession } from '../state/session.ts';
import { outcome } from '../words/outcome.ts';
import { ThanksForPost } from './thanks-for-post.tsx';
import styles from './post-bar.module.css';

interface PostBarProps {
  readonly post: QuotedPost;
  readonly peer: string;
  /** What is written may go with a promise: each new entry reads the post again. */
  readonly lastSeq: number;
}

/**
 * Reads the post when a frame says that its outcome changed. Such a frame may be lost, so it reads once a minute, too,
 * and when somebody comes back to the window. Give it the post's id as a `key`.
 */
export function PostBar({ post: { id, title }, peer, lastSeq }: PostBarProps) {
  const session = useSession();
  const { me, mailbox } = useMailbox();
  const [hints, setHints] = useState(0);
  useEffect(
    () =>
      mailbox.onOutcome((post) => {
        if (post === id) setHints((count) => count + 1);
      }),
    [mailbox, id],
  );
  const now = useNow();
  const isLookedAt = useWindowFocus();
  const load = useCallback(
    async () => ({ standing: await readStanding(session, { id, me, peer }) }),
    [session, id, me, peer],
  );
  const { value } = useFetch(load, `${lastSeq} ${now.getTime()} ${isLookedAt} ${hints}`);
  const name = displayNameOf(peer, useProfile(peer));
  const isMine = id.startsWith(`${me}.`);
  const standing = value?.standing;
  // What is over is there for its owner alone.
  const isThere = isMine ? value === undefined || standing !== undefined : standing && isLive(standing);
  const isAnother = standing !== undefined && !isMine && isAnotherChosen(standing);

  return (
    <section className={styles.bar} aria-label={outcome.postYouTalkAbout}>
      <p className={styles.post}>
        {standing && <KindBadge kind={standing.kind} />}
        <span className={styles.title} dir="auto">
          {isThere ? <Link href={selectionPath('needs', id)}>{title}</Link> : <bdi>{title}</bdi>}
        </span>
        <span role="status" className={styles.status}>
          {isAnother ? (
            <Badge tone="neutral">{outcome.anotherWasChosen}</Badge>
          ) : standing ? (
            <Badge tone={standing.chosen === 'none' ? 'neutral' : 'success'}>{standingText(standing, name)}</Badge>
          ) : value ? (
            <Badge tone="neutral">{outcome.noLongerThere}</Badge>
          ) : null}
        </span>
      </p>
      {standing && isLive(standing) && <SafetyWords />}
      {standing?.status === 'done' && standing.chosen === 'me' && <ThanksForPost post={id} from={name} />}
    </section>
  );
}
