/** A picture, large: zoom, the pictures before and after it, its words, and a way to save it. */
import { type KeyboardEvent, type RefObject, useState } from 'react';
import type { RowAttachment } from '#client/mailbox.ts';
import { isPlain, stepInLine } from '../hooks/keys.ts';
import { useModal } from '../hooks/use-modal.ts';
import { IconButton } from '../parts/button.tsx';
import { NextIcon, PhotoIcon, PreviousIcon, ZoomInIcon, ZoomOutIcon } from '../parts/file-icons.tsx';
import { ClearIcon, DownloadIcon } from '../parts/more-icons.tsx';
import type { FilesOf } from '../state/links.ts';
import { withheldText } from '../text/withheld.ts';
import { files } from '../words/files.ts';
import { shell } from '../words/shell.ts';
import { viewer } from '../words/viewer.ts';
import { keyOf } from './attachment-frames.tsx';
import { useDownload } from './use-download.ts';
import { useSource } from './use-source.ts';
import { useZoom } from './use-zoom.ts';
import styles from './viewer.module.css';

export interface ViewedPicture {
  /** Undefined while it is not sent. */
  readonly of: FilesOf | undefined;
  readonly picture: RowAttachment;
  /** Who sent it, and when. */
  readonly about: string;
}

interface ViewerProps {
  readonly pictures: readonly ViewedPicture[];
  readonly start: number;
  readonly onClose: () => void;
}

export function Viewer({ pictures, start, onClose }: ViewerProps) {
  const dialog = useModal();
  const [index, setIndex] = useState(start);
  const shown = pictures[index];

  if (!shown) return null;
  return (
    <dialog
      ref={dialog}
      className={styles.viewer}
      tabIndex={-1}
      aria-label={pictures.length > 1 ? files.pictureOf(index + 1, pictures.length) : viewer.picture}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <Shown {...shown} index={index} count={pictures.length} onIndex={setIndex} onClose={onClose} />
    </dialog>
  );
}

interface ShownProps extends ViewedPicture {
  readonly index: number;
  readonly count: number;
  readonly onIndex: (index: number) => void;
  readonly onClose: () => void;
}

/** What stands around a picture stays when another one is shown, so the focus stays on the button that was pressed. */
function Shown({ of, picture, about, index, count, onIndex, onClose }: ShownProps) {
  const download = useDownload(of, picture);
  const step = (by: number): void => {
    if (index + by < 0 || index + by >= count) return;
    reset();
    onIndex(index + by);
  };
  const { stage, image, scale, zoomBy, reset } = useZoom({ onSwipe: step, onClose });
  const { alt, name } = picture;

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    // Esc closes the viewer, and nothing behind it. The arrows are not for the conversation either.
    event.stopPropagation();
    if (!isPlain(event)) return;
    const along = stepInLine(event, event.currentTarget);
    if (along !== undefined) step(along);
    else if (event.key === '+' || event.key === '=') zoomBy(1.5);
    else if (event.key === '-') zoomBy(1 / 1.5);
    else if (event.key === '0') reset();
    else return;
    event.preventDefault();
  };

  return (
    <div className={styles.layout} onKeyDown={onKeyDown}>
      <header className={styles.bar}>
        <p>
          {name !== undefined && <bdi>{name}</bdi>}
          <small>{about}</small>
        </p>
        <IconButton label={viewer.zoomOut} aria-disabled={scale <= 1} onClick={() => zoomBy(1 / 1.5)}>
          <ZoomOutIcon />
        </IconButton>
        <IconButton label={viewer.zoomIn} onClick={() => zoomBy(1.5)}>
          <ZoomInIcon />
        </IconButton>
        <IconButton label={viewer.download} aria-disabled={download.busy} onClick={download.start}>
          <DownloadIcon />
        </IconButton>
        <IconButton label={viewer.closeByKey} onClick={onClose}>
          <ClearIcon />
        </IconButton>
      </header>
      <div ref={stage} className={styles.stage} data-zoomed={scale > 1 || undefined}>
        <ViewedImage key={keyOf(picture)} of={of} picture={picture} image={image} />
        {count > 1 && (
          <>
            <span className={styles.previous}>
              <IconButton label={viewer.previousPicture} aria-disabled={index === 0} onClick={() => step(-1)}>
                <PreviousIcon />
              </IconButton>
            </span>
            <span className={styles.next}>
              <IconButton label={viewer.nextPicture} aria-disabled={index === count - 1} onClick={() => step(1)}>
                <NextIcon />
              </IconButton>
            </span>
          </>
        )}
      </div>
      {(alt !== undefined || download.problem !== undefined) && (
        <footer className={styles.caption}>
          {download.problem !== undefined && <p role="alert">{download.problem}</p>}
          {alt !== undefined && <p dir="auto">{alt}</p>}
        </footer>
      )}
    </div>
  );
}

interface ViewedImageProps extends Pick<ViewedPicture, 'of' | 'picture'> {
  readonly image: RefObject<HTMLImageElement | null>;
}

function ViewedImage({ of, picture, image }: ViewedImageProps) {
  const { source, onError, retry } = useSource(of, picture, true);
  switch (source.state) {
    case 'here':
      return (
        <img
          ref={image}
          src={source.url}
          alt={picture.alt ?? shell.photo}
          width={picture.width}
          height={picture.height}
          draggable={false}
          onError={onError}
        />
      );
    case 'loading':
      return (
        <p role="status" className="visually-hidden">
          {viewer.loading}
        </p>
      );
    default:
      return (
        <div className={styles.quiet}>
          <PhotoIcon size={32} />
          <p role="alert">
            {source.state === 'withheld'
              ? withheldText(source.code)
              : source.state === 'gone'
                ? viewer.noLongerThere
                : viewer.notLoaded}
          </p>
          {source.state === 'failed' && (
            <button type="button" onClick={retry}>
              {viewer.tryAgain}
            </button>
          )}
        </div>
      );
  }
}
