/** A picture in its frame. One that is gone or did not load leaves the frame, with a word in it. */
import type { RowAttachment } from '#client/mailbox.ts';
import { PhotoIcon } from '../parts/file-icons.tsx';
import type { FilesOf } from '../state/links.ts';
import { withheldText } from '../text/withheld.ts';
import { files } from '../words/files.ts';
import { useSource } from './use-source.ts';
import styles from './attachments.module.css';

interface PictureFrameProps {
  readonly of: FilesOf | undefined;
  readonly picture: RowAttachment;
  readonly isWanted: boolean;
  /** What it shows, for people who cannot see it. */
  readonly name: string;
  readonly onOpen: () => void;
}

export function PictureFrame({ of, picture, isWanted, name, onOpen }: PictureFrameProps) {
  const { source, onError, retry } = useSource(of, picture, isWanted);
  switch (source.state) {
    case 'loading':
      return <span className="visually-hidden">{name}</span>;
    case 'here':
      return (
        <button type="button" onClick={onOpen}>
          <img
            src={source.url}
            alt={name}
            width={picture.width}
            height={picture.height}
            decoding="async"
            draggable={false}
            onError={onError}
          />
        </button>
      );
    case 'gone':
      return (
        <p className={styles.quiet}>
          <PhotoIcon />
          {files.noLongerThere}
        </p>
      );
    case 'withheld':
      return (
        <p className={styles.quiet}>
          <PhotoIcon />
          {withheldText(source.code)}
        </p>
      );
    case 'failed':
      return (
        <button type="button" className={styles.quiet} onClick={retry}>
          <PhotoIcon />
          {files.loadAgain}
        </button>
      );
  }
}
