/** Asks for confirmation, carries the action out, and closes when it is done. */
import { type ReactNode, useState } from 'react';
import { explain } from '../text/explain.ts';
import { shell } from '../words/shell.ts';
import { Alert } from './alert.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import styles from './dialog.module.css';

interface ConfirmDialogProps {
  readonly title: string;
  /** What the action means for the person. */
  readonly children: ReactNode;
  readonly confirmLabel: string;
  /** Rejects with a reason that {@link explain} understands. */
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

export function ConfirmDialog({ title, children, confirmLabel, onConfirm, onClose }: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const confirm = (): void => {
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
      <div className={styles.actions}>
        <Button variant="secondary" onClick={onClose}>
          {shell.cancel}
        </Button>
        <Button variant="danger" busy={busy} onClick={confirm}>
          {confirmLabel}
        </Button>
      </div>
    </Dialog>
  );
}
