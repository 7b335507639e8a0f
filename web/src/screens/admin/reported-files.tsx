/** The pictures and files of a report. */
import { Suspense, lazy, useState } from 'react';
import type { RowAttachment } from '#client/mailbox.ts';
import type { Report } from '#contract/reports.ts';
import { AttachmentFrames } from '../../attachments/attachment-frames.tsx';
import { FileCard } from '../../attachments/file-card.tsx';
import { PictureFrame } from '../../attachments/picture-frame.tsx';
import { Player } from '../../attachments/player.tsx';
import { useEnteredViewport } from '../../hooks/use-entered-viewport.ts';
import { LoadBoundary } from '../../parts/load-boundary.tsx';
import type { FilesOf } from '../../state/links.ts';
import { isAudio, isPicture, isVideo } from '../../text/attachments.ts';
import { admin } from '../../words/admin.ts';

const Viewer = lazy(async () => ({ default: (await import('../../attachments/viewer.tsx')).Viewer }));

interface ReportedFilesProps {
  readonly report: Pick<Report, 'id' | 'attachments' | 'filesNotCopied'>;
  /** Whose message or post it is. */
  readonly about: string;
}

export function ReportedFiles({ report, about }: ReportedFilesProps) {
  const { id, attachments = [], filesNotCopied = 0 } = report;
  const [ref, isNear] = useEnteredViewport<HTMLDivElement>();
  const [start, setStart] = useState<number>();
  const of: FilesOf = { kind: 'report', id };
  const pictures = attachments.filter(isPicture);
  const shownIn = (picture: RowAttachment, index: number) => (
    <PictureFrame
      of={of}
      picture={picture}
      isWanted={isNear}
      name={picture.alt ?? admin.reportedPicture(index + 1, pictures.length)}
      onOpen={() => setStart(index)}
    />
  );
  const shownAs = (file: RowAttachment) =>
    isVideo(file) || isAudio(file) ? <Player of={of} file={file} /> : <FileCard of={of} file={file} />;
  return (
    <div ref={ref}>
      <AttachmentFrames attachments={attachments} inPicture={shownIn} asFile={shownAs} />
      {filesNotCopied > 0 && <p>{admin.filesNotCopied(filesNotCopied)}</p>}
      {start !== undefined && (
        <LoadBoundary fallback={null}>
          <Suspense>
            <Viewer
              pictures={pictures.map((picture) => ({ of, picture, about }))}
              start={start}
              onClose={() => setStart(undefined)}
            />
          </Suspense>
        </LoadBoundary>
      )}
    </div>
  );
}
