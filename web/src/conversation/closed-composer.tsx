/** Stands in place of the composer where no message can be sent: says why, and offers what would change that. */
import { useEffect, useRef, useState } from 'react';
import { isFocusLost } from '../hooks/is-focus-lost.ts';
import { Button } from '../parts/button.tsx';
import { explain } from '../text/explain.ts';
import styles from './closed-composer.module.css';

interface ClosedComposerProps {
  readonly text: string;
  readonly actionLabel?: string;
  /** Rejects with a reason that {@link explain} understands. */
  readonly onAction?: () => Promise<void>;
  /** True if it follows on an act of the person, whose button may be gone. */
  readonly takesFocus?: boolean;
}

export function ClosedComposer({ text, actionLabel, onAction, takesFocus = false }: ClosedComposerProps) {
  const box = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (takesFocus && isFocusLost()) box.current?.querySelector('button')?.focus();
  }, [takesFocus]);
  const act = (): void => {
    onAction?.().catch((reason: unknown) => setProblem(explain(reason).detail));
  };
  return (
    <div ref={box} className={styles.closed}>
      <p role="status">{problem ?? text}</p>
      {actionLabel && (
        <Button variant="quiet" onClick={act}>
          {actionLabel}
        </Button>
      )}
    </div>
  );
}
