/** Asks whether something is really meant, and does it. */
import { type ReactNode, useState } from 'react';
import { explain } from '../text/explain.ts';
import { Notice } from './alert.tsx';
import { Dialog } from './dialog.tsx';
import button from './button.module.css';
import styles from './dialog.module.css';

interface QuestionProps {
  readonly title: string;
  readonly children: ReactNode;
  /** The words of the button that does it. */
  readonly act: string;
  /** Rejects with what {@link explain} understands. */
  readonly onAct: () => Promise<void>;
  readonly onClose: () => void;
}

export function Question({ title, children, act, onAct, onClose }: QuestionProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const carryOut = (): void => {
    if (busy) return;
    setBusy(true);
    onAct().then(onClose, (reason: unknown) => {
      setProblem(explain(reason).detail);
      setBusy(false);
    });
  };

  return (
    <Dialog title={title} onClose={onClose}>
      <p>{children}</p>
      {problem && <Notice tone="problem">{problem}</Notice>}
      <div className={styles.acts}>
        <button type="button" className={button.secondary} onClick={onClose}>
          Cancel
        </button>
        <button type="button" className={button.danger} aria-disabled={busy} onClick={carryOut}>
          {act}
        </button>
      </div>
    </Dialog>
  );
}
