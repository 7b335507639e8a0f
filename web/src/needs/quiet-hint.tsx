/** What helps a post that nobody has answered for a day. It is told once. */
import { useState } from 'react';
import { Link } from 'wouter';
import type { PostCards } from '#contract/posts.ts';
import { dismissQuiet } from '#contract/routes/posts.ts';
import { Button } from '../parts/button.tsx';
import { selectionPath } from '../paths.ts';
import { useSession } from '../state/session.ts';
import { explain } from '../text/explain.ts';
import { myPosts } from '../words/my-posts.ts';
import { parts } from '../words/parts.ts';
import pane from '../parts/pane.module.css';
import styles from './quiet-hint.module.css';

interface QuietHintProps {
  readonly quiet: NonNullable<PostCards['quiet']>;
  readonly titleOf: (id: string) => string | undefined;
  readonly onDismissed: () => void;
}

export function QuietHint({ quiet: { posts, until }, titleOf, onDismissed }: QuietHintProps) {
  const session = useSession();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const dismiss = (): void => {
    setBusy(true);
    session.call(dismissQuiet, { body: { until } }).then(onDismissed, (reason: unknown) => {
      setProblem(explain(reason).detail);
      setBusy(false);
    });
  };

  return (
    <section className={styles.hint} aria-label={myPosts.unanswered}>
      <h2>{myPosts.nobodyAnswered(posts.length)}</h2>
      <ul className={styles.posts}>
        {posts.map((id) => (
          <li key={id} dir="auto">
            <Link href={selectionPath('needs', id)}>{titleOf(id) ?? myPosts.untitled}</Link>
          </li>
        ))}
      </ul>
      <p>{myPosts.whatHelps}</p>
      <ul className={pane.points}>
        {myPosts.hints.map((hint) => (
          <li key={hint}>{hint}</li>
        ))}
      </ul>
      {problem && <p role="alert">{problem}</p>}
      <div className={pane.actions}>
        <Button variant="secondary" size="small" busy={busy} onClick={dismiss}>
          {parts.gotIt}
        </Button>
      </div>
    </section>
  );
}
