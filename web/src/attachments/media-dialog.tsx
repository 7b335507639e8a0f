/** All pictures and files of a conversation that are loaded, newest first, and a way to load older ones. */
import { useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { SegmentedControl } from '../parts/segmented-control.tsx';
import { useNow } from '../state/now.ts';
import { isAudio, isPicture, isVideo } from '../text/attachments.ts';
import { shortLabel } from '../text/dates.ts';
import { explain } from '../text/explain.ts';
import { media } from '../words/media.ts';
import { keyOf } from './attachment-frames.tsx';
import { FileCard } from './file-card.tsx';
import { NearPicture } from './near-picture.tsx';
import { Player } from './player.tsx';
import { useOlderRows } from './use-older-rows.ts';
import { ViewerHost } from './viewer-host.tsx';
import dialog from '../parts/dialog.module.css';
import styles from './media-dialog.module.css';

interface MediaDialogProps {
  readonly peer: string;
  readonly onClose: () => void;
}

export function MediaDialog({ peer, onClose }: MediaDialogProps) {
  const { rows, hasOlder, loading, problem, loadOlder } = useOlderRows(peer);
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
    <Dialog title={media.photosAndFiles} onClose={onClose}>
      <SegmentedControl
        label={media.photosOrFiles}
        options={{ pictures: media.photos(pictures.length), files: media.files(files.length) }}
        value={part}
        onChange={setPart}
      />
      <ViewerHost peer={peer} rows={rows}>
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
      {isEmpty && <p>{hasOlder ? media.noneInNewest : media.noneInConversation}</p>}
      {problem !== undefined && <p role="alert">{explain(problem).detail}</p>}
      <div className={dialog.actions}>
        {hasOlder && (
          <Button variant="secondary" busy={loading} onClick={loadOlder}>
            {loading ? media.loading : media.lookInOlder}
          </Button>
        )}
        <Button variant="primary" onClick={onClose}>
          {media.close}
        </Button>
      </div>
    </Dialog>
  );
}
