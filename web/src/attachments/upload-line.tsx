/** Stands under a message whose files are being uploaded: how far they have come, and a way to stop. */
import { useSyncExternalStore } from 'react';
import type { MessageRow } from '#client/mailbox.ts';
import { Button } from '../parts/button.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { files } from '../words/files.ts';
import styles from './attachments.module.css';

export function UploadLine({ row, peer }: { row: MessageRow; peer: string }) {
  const { mailbox } = useMailbox();
  const { uploads } = mailbox;
  const percent = useSyncExternalStore(uploads.subscribe, () => percentOf(row, uploads.of));
  return (
    <div className={styles.uploading}>
      <progress aria-label={files.sending} max={100} value={percent} />
      <span aria-hidden="true">{percent}%</span>
      <Button variant="quiet" size="small" onClick={() => mailbox.discardUnsent(peer, row.key)}>
        {files.cancel}
      </Button>
    </div>
  );
}

/** Returns the share of all bytes of a message that have left, in whole percent. */
function percentOf({ attachments = [] }: MessageRow, shareOf: (key: string) => number | undefined): number {
  const all = attachments.reduce((sum, { bytes }) => sum + bytes, 0);
  const left = attachments.reduce(
    (sum, { key = '', bytes, state }) => sum + bytes * (state === undefined ? (shareOf(key) ?? 0) : 1),
    0,
  );
  return all === 0 ? 0 : Math.floor((100 * left) / all);
}
