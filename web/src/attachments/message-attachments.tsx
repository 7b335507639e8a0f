/** The pictures and files of a message. They ask for their links when they come near to sight. */
import { type ReactNode, use, useRef } from 'react';
import type { MessageRow, RowAttachment } from '#client/mailbox.ts';
import { useEnteredViewport } from '../hooks/use-entered-viewport.ts';
import { isAudio, isPicture, isVideo } from '../text/attachments.ts';
import { files } from '../words/files.ts';
import { shell } from '../words/shell.ts';
import { AttachmentFrames } from './attachment-frames.tsx';
import { FileCard } from './file-card.tsx';
import { PictureFrame } from './picture-frame.tsx';
import { Player } from './player.tsx';
import { ViewerContext } from './viewer-context.ts';

export function MessageAttachments({ row }: { row: MessageRow }) {
  const [ref, isNear] = useEnteredViewport<HTMLDivElement>();
  const openViewer = use(ViewerContext);
  const attachments = row.attachments ?? [];
  const count = attachments.filter(isPicture).length;
  // A row that becomes a sent one gets an id. What it shows stays.
  const of = useRef<{ readonly kind: 'message'; readonly id: string }>(undefined);
  if (row.id !== undefined && of.current?.id !== row.id) of.current = { kind: 'message', id: row.id };

  const shownIn = (picture: RowAttachment, index: number): ReactNode => (
    <PictureFrame
      of={of.current}
      picture={picture}
      isWanted={isNear}
      name={picture.alt ?? (count > 1 ? files.photoOf(index + 1, count) : shell.photo)}
      onOpen={() => openViewer(row, picture)}
    />
  );
  const shownAs = (file: RowAttachment): ReactNode =>
    isVideo(file) || isAudio(file) ? <Player of={of.current} file={file} /> : <FileCard of={of.current} file={file} />;

  return (
    <div ref={ref}>
      <AttachmentFrames attachments={attachments} inPicture={shownIn} asFile={shownAs} />
    </div>
  );
}
