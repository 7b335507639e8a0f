import { type ReactNode, useState } from 'react';
import { explain } from '../text/explain.ts';
import { Alert } from './alert.tsx';
/** Asks whether something is really meant, and does it. */
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import styles from './dialog.module.css';

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** The words of the button that does it. */
  readonly confirmLabel: string;
  /** Rejects with what {@link explain} understands. */
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

export function ConfirmDialog({ title, children, confirmLabel, onConfirm, onClose }: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const confirm = (): void => {
    if (busy) return;
    setBusy(true);
    onConfirm().then(onClose, (reason: unknown) => {
      setProblem(explain(reason).detail);
      setBusy(false);
    });
  };

  return (
    <Dialog title={title} onClose={onClose}>
      <p>{children}</p>
      {problem && <Alert tone="error">{problem}</Alert>}
      <div className={styles.acts}>
        <Button variant="secondary" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="danger" busy={busy} onClick={confirm}>
          {confirmLabel}
        </Button>
      </div>
    </Dialog>
  );
}
