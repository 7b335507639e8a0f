/** The frames of a message's pictures and files: they have their true sizes before anything is loaded. */
import type { CSSProperties, ReactNode } from 'react';
import type { RowAttachment } from '#client/mailbox.ts';
import { isPicture } from '../text/attachments.ts';
import { SINGLE_MAX_PIXELS, columnsOf, frameSize } from './picture-size.ts';
import styles from './attachments.module.css';

interface AttachmentFramesProps {
  readonly attachments: readonly RowAttachment[];
  /** The longest side of a single picture, in pixels. */
  readonly longest?: number;
  /** What is in the frame of a picture. Without it, the frame is empty. */
  readonly inPicture?: (picture: RowAttachment, index: number) => ReactNode;
  /** A file. Without it, there is an empty frame. */
  readonly asFile?: (file: RowAttachment) => ReactNode;
}

export const keyOf = ({ key, id }: RowAttachment): string => key ?? id ?? '';

export function AttachmentFrames({
  attachments,
  longest = SINGLE_MAX_PIXELS,
  inPicture,
  asFile,
}: AttachmentFramesProps) {
  const pictures = attachments.filter(isPicture);
  const files = attachments.filter((attachment) => !isPicture(attachment));
  return (
    <div className={styles.attachments} data-large={longest > SINGLE_MAX_PIXELS || undefined}>
      {pictures.length > 0 && (
        <ul
          className={styles.pictures}
          data-columns={columnsOf(pictures.length)}
          style={pictures[0] && frameStyle(pictures[0], longest)}
        >
          {pictures.map((picture, index) => (
            <li key={keyOf(picture)} className={styles.cell}>
              {inPicture?.(picture, index)}
            </li>
          ))}
        </ul>
      )}
      {files.length > 0 && (
        <ul className={styles.files}>
          {files.map((file) => (
            <li key={keyOf(file)}>{asFile ? asFile(file) : <div className={styles.card} />}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function frameStyle(attachment: RowAttachment, longest = SINGLE_MAX_PIXELS): CSSProperties {
  const { width, height } = frameSize(attachment, longest);
  return { '--frame-width': `${width / 16}rem`, '--frame-ratio': `${width} / ${height}` };
}
