/** All pictures and files of a conversation that are loaded, newest first, and a way to load older ones. */
import { useState } from 'react';
import type { MessageRow } from '#client/mailbox.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { SegmentedControl } from '../parts/segmented-control.tsx';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { isAudio, isPicture, isVideo } from '../text/attachments.ts';
import { shortLabel } from '../text/dates.ts';
import { keyOf } from './attachment-frames.tsx';
import { FileCard } from './file-card.tsx';
import { NearPicture } from './near-picture.tsx';
import { Player } from './player.tsx';
import { ViewerHost } from './viewer-host.tsx';
import dialog from '../parts/dialog.module.css';
import styles from './media-dialog.module.css';

/** Messages that one press loads: as many as the server gives. */
const MORE_MESSAGES = 100;

interface MediaDialogProps {
  readonly peer: string;
  readonly onClose: () => void;
}

const NO_ROWS: readonly MessageRow[] = [];

export function MediaDialog({ peer, onClose }: MediaDialogProps) {
  const { mailbox } = useMailbox();
  const rows = useMailboxState((state) => state.conversations[peer]?.rows ?? NO_ROWS);
  const hasOlder = useMailboxState((state) => state.conversations[peer]?.hasOlder ?? false);
  const loading = useMailboxState((state) => state.conversations[peer]?.loading ?? false);
  const [part, setPart] = useState<'pictures' | 'files'>('pictures');
  const now = useNow();
  const all = rows
    .filter(({ state }) => state === 'sent')
    .toReversed()
    .flatMap((row) => (row.attachments ?? []).map((file) => ({ row, file })));
  const pictures = all.filter(({ file }) => isPicture(file));
  const files = all.filter(({ file }) => !isPicture(file));
  const isEmpty = (part === 'pictures' ? pictures : files).length === 0;

  return (
    <Dialog title="Photos and files" onClose={onClose}>
      <SegmentedControl
        label="Photos or files"
        options={{ pictures: `Photos (${pictures.length})`, files: `Files (${files.length})` }}
        value={part}
        onChange={setPart}
      />
      <ViewerHost peer={peer}>
        {part === 'pictures' ? (
          <ul className={styles.pictures}>
            {pictures.map(({ row, file }) => (
              <NearPicture key={keyOf(file)} row={row} picture={file} />
            ))}
          </ul>
        ) : (
          <ul className={styles.files}>
            {files.map(({ row, file }) => {
              const of = row.id === undefined ? undefined : ({ kind: 'message', id: row.id } as const);
              return (
                <li key={keyOf(file)}>
                  {isVideo(file) || isAudio(file) ? <Player of={of} file={file} /> : <FileCard of={of} file={file} />}
                  <time dateTime={row.timestamp}>{shortLabel(new Date(row.timestamp), now)}</time>
                </li>
              );
            })}
          </ul>
        )}
      </ViewerHost>
      {isEmpty && <p>{hasOlder ? 'None in the newest messages.' : 'None in this conversation.'}</p>}
      <div className={dialog.actions}>
        {hasOlder && (
          <Button variant="secondary" busy={loading} onClick={() => void mailbox.loadOlder(peer, MORE_MESSAGES)}>
            {loading ? 'Loading…' : 'Look in older messages'}
          </Button>
        )}
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      </div>
    </Dialog>
  );
}
