/** The pictures that a post has, while it is changed. */
import type { Picture } from '#contract/attachments.ts';
import { IconButton } from '../parts/button.tsx';
import { ClearIcon } from '../parts/more-icons.tsx';
import { tray } from '../words/tray.ts';
import { CardPicture } from './card-picture.tsx';
import styles from './attachment-tray.module.css';

interface KeptPicturesProps {
  readonly post: string;
  readonly pictures: readonly Picture[];
  readonly onRemove: (id: string) => void;
}

export function KeptPictures({ post, pictures, onRemove }: KeptPicturesProps) {
  if (pictures.length === 0) return null;
  return (
    <ul className={styles.kept} aria-label={tray.picturesOfThisPost}>
      {pictures.map((picture, index) => (
        <li key={picture.id} className={styles.file}>
          <CardPicture post={post} picture={picture} />
          <span className={styles.remove}>
            <IconButton
              label={tray.removeNamed(picture.alt ?? tray.numberedPicture(index + 1))}
              title={tray.remove}
              onClick={() => onRemove(picture.id)}
            >
              <ClearIcon />
            </IconButton>
          </span>
        </li>
      ))}
    </ul>
  );
}
