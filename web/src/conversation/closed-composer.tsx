import { useState } from 'react';
/** In the composer's place: why nothing can be written here, and what would change that. */
import { Button } from '../parts/button.tsx';
import { explain } from '../text/explain.ts';
import styles from './closed-composer.module.css';

interface ClosedComposerProps {
  readonly words: string;
  readonly act?: string;
  /** Rejects with what {@link explain} understands. */
  readonly onAct?: () => Promise<void>;
}

export function ClosedComposer({ words, act, onAct }: ClosedComposerProps) {
  const [problem, setProblem] = useState<string>();
  const carryOut = (): void => {
    onAct?.().catch((reason: unknown) => setProblem(explain(reason).detail));
  };
  return (
    <div className={styles.closed}>
      <p role="status">{problem ?? words}</p>
      {act && (
        <Button variant="quiet" onClick={carryOut}>
          {act}
        </Button>
      )}
    </div>
  );
}
