/** Stands in place of the composer where no message can be sent: says why, and offers what would change that. */
import { useState } from 'react';
import { Button } from '../parts/button.tsx';
import { explain } from '../text/explain.ts';
import styles from './closed-composer.module.css';

interface ClosedComposerProps {
  readonly text: string;
  readonly actionLabel?: string;
  /** Rejects with a reason that {@link explain} understands. */
  readonly onAction?: () => Promise<void>;
}

export function ClosedComposer({ text, actionLabel, onAction }: ClosedComposerProps) {
  const [problem, setProblem] = useState<string>();
  const act = (): void => {
    onAction?.().catch((reason: unknown) => setProblem(explain(reason).detail));
  };
  return (
    <div className={styles.closed}>
      <p role="status">{problem ?? text}</p>
      {actionLabel && (
        <Button variant="quiet" onClick={act}>
          {actionLabel}
        </Button>
      )}
    </div>
  );
}
