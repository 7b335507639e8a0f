/** What helps a post that nobody has answered for a day. It is told once. */
import { useState } from 'react';
import { Link } from 'wouter';
import type { PostCards } from '#contract/posts.ts';
import { dismissQuiet } from '#contract/routes/posts.ts';
import { Button } from '../parts/button.tsx';
import { selectionPath } from '../paths.ts';
import { useSession } from '../state/session.ts';
import { explain } from '../text/explain.ts';
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
    <section className={styles.hint} aria-label="Posts without an answer">
      <h2>{posts.length === 1 ? 'Nobody has answered this post yet' : 'Nobody has answered these posts yet'}</h2>
      <ul className={styles.posts}>
        {posts.map((id) => (
          <li key={id} dir="auto">
            <Link href={selectionPath('needs', id)}>{titleOf(id) ?? 'A post'}</Link>
          </li>
        ))}
      </ul>
      <p>What helps others to answer:</p>
      <ul className={pane.points}>
        <li>A title that says plainly what it is about.</li>
        <li>A few words on how much there is to do, and when.</li>
        <li>A photo of it, or of what there is to do.</li>
        <li>A closer date: what is needed on Friday is answered before Friday.</li>
        <li>The town or the quarter, if it has none: people look near them.</li>
        <li>More time: renew it before it ends.</li>
      </ul>
      {problem && <p role="alert">{problem}</p>}
      <div className={pane.actions}>
        <Button variant="secondary" size="small" busy={busy} onClick={dismiss}>
          Got it
        </Button>
      </div>
    </section>
  );
}
