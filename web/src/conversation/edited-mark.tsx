/** Says of a message that it was edited, and opens the texts that it had before. */
import { Suspense, lazy, useState } from 'react';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import { fullDateOf } from '../text/dates.ts';
import { messages } from '../words/messages.ts';
import styles from './edited-mark.module.css';

const EarlierTextsDialog = lazy(async () => ({
  default: (await import('./earlier-texts-dialog.tsx')).EarlierTextsDialog,
}));

interface EditedMarkProps {
  /** Id of the message. */
  readonly id: string;
  /** RFC 3339. */
  readonly editedAt: string;
}

export function EditedMark({ id, editedAt }: EditedMarkProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={styles.mark}
        aria-label={messages.showEarlier}
        aria-haspopup="dialog"
        title={fullDateOf(new Date(editedAt))}
        onClick={() => setOpen(true)}
      >
        {messages.edited}
      </button>
      {isOpen && (
        <LoadBoundary>
          <Suspense>
            {/* Another edit, while they are shown, makes another list. */}
            <EarlierTextsDialog key={editedAt} id={id} onClose={() => setOpen(false)} />
          </Suspense>
        </LoadBoundary>
      )}
    </>
  );
}
