/** The pictures of a post. */
import { Suspense, lazy, useState } from 'react';
import type { RowAttachment } from '#client/mailbox.ts';
import { useEnteredViewport } from '../hooks/use-entered-viewport.ts';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import type { FilesOf } from '../state/links.ts';
import { files } from '../words/files.ts';
import { AttachmentFrames, keyOf } from './attachment-frames.tsx';
import { PictureFrame } from './picture-frame.tsx';
import { POST_PICTURE_PIXELS } from './picture-size.ts';

const Viewer = lazy(async () => ({ default: (await import('./viewer.tsx')).Viewer }));

interface PostPicturesProps {
  /** Undefined: they are not published yet. */
  readonly id: string | undefined;
  readonly pictures: readonly RowAttachment[];
  /** What the post is about: the pictures are named after it. */
  readonly title: string;
}

export function PostPictures({ id, pictures, title }: PostPicturesProps) {
  const [ref, isNear] = useEnteredViewport<HTMLDivElement>();
  const [start, setStart] = useState<number>();
  const of: FilesOf | undefined = id === undefined ? undefined : { kind: 'post', id };
  const shownIn = (picture: RowAttachment, index: number) => (
    <PictureFrame
      of={of}
      picture={picture}
      isWanted={isNear}
      name={picture.alt ?? files.pictureOf(index + 1, pictures.length)}
      onOpen={() => setStart(pictures.findIndex((one) => keyOf(one) === keyOf(picture)))}
    />
  );
  return (
    <div ref={ref}>
      <AttachmentFrames attachments={pictures} longest={POST_PICTURE_PIXELS} inPicture={shownIn} />
      {start !== undefined && (
        <LoadBoundary fallback={null}>
          <Suspense>
            <Viewer
              pictures={pictures.map((picture) => ({ of, picture, about: title }))}
              start={start}
              onClose={() => setStart(undefined)}
            />
          </Suspense>
        </LoadBoundary>
      )}
    </div>
  );
}
