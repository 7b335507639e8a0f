/** A picture of a list: it asks for its link when it comes near to sight. */
import { use } from 'react';
import type { MessageRow, RowAttachment } from '#client/mailbox.ts';
import { useEnteredViewport } from '../hooks/use-entered-viewport.ts';
import { shell } from '../words/shell.ts';
import { PictureFrame } from './picture-frame.tsx';
import { ViewerContext } from './viewer-context.ts';
import styles from './attachments.module.css';

interface NearPictureProps {
  readonly row: MessageRow;
  readonly picture: RowAttachment;
}

export function NearPicture({ row, picture }: NearPictureProps) {
  const [ref, isNear] = useEnteredViewport<HTMLLIElement>();
  const openViewer = use(ViewerContext);
  return (
    <li ref={ref} className={styles.cell}>
      <PictureFrame
        of={row.id === undefined ? undefined : { kind: 'message', id: row.id }}
        picture={picture}
        isWanted={isNear}
        name={picture.alt ?? shell.photo}
        onOpen={() => openViewer(row, picture)}
      />
    </li>
  );
}
