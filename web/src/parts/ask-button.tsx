/** A button for what cannot be taken back, which asks first. */
import { type ComponentProps, type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface AskButtonProps extends Pick<ComponentProps<typeof Button>, 'variant' | 'size'> {
  readonly label: string;
  readonly question: string;
  /** What the act means for the person. */
  readonly means: ReactNode;
  readonly confirmLabel: string;
  /** Returns whether there is something to lose. Else it acts at once. */
  readonly asks?: () => boolean;
  readonly onAct: () => void;
}

export function AskButton({ label, question, means, confirmLabel, asks, onAct, ...look }: AskButtonProps) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button {...look} onClick={() => (asks && !asks() ? onAct() : setAsking(true))}>
        {label}
      </Button>
      {asking && (
        <ConfirmDialog
          title={question}
          confirmLabel={confirmLabel}
          onConfirm={async () => onAct()}
          onClose={() => setAsking(false)}
        >
          {means}
        </ConfirmDialog>
      )}
    </>
  );
}
