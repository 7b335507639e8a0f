/** Stands above the composer: the files that were picked for the next message. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { NewAttachment } from '#client/unsent.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { AltIcon, FileIcon } from '../parts/file-icons.tsx';
import { ClearIcon } from '../parts/more-icons.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { type PickedFor, removePicked, takeAsItIs } from '../pictures/pick-files.ts';
import { useDraftFiles } from '../state/drafts.ts';
import { localUrl } from '../state/local-files.ts';
import { useMailbox } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { type PickedFile, usePickedFiles } from '../state/picked-files.ts';
import { isPicture } from '../text/attachments.ts';
import { kindText, sizeText } from '../text/file-kind.ts';
import { uploadsLeftText } from '../text/uploads-left.ts';
import { shell } from '../words/shell.ts';
import { tray } from '../words/tray.ts';
import { DescribeDialog } from './describe-dialog.tsx';
import styles from './attachment-tray.module.css';

interface AttachmentTrayProps {
  readonly to: PickedFor;
  readonly label: string;
  /** Called when the last file was removed. */
  readonly onEmpty: () => void;
}

export function AttachmentTray({ to, label, onEmpty }: AttachmentTrayProps) {
  const { me, peer } = to;
  const files = useDraftFiles(me, peer);
  const { files: waiting, notes } = usePickedFiles(me, peer);
  const asked = waiting.filter(({ asks }) => asks);
  const preparing = waiting.filter(({ asks }) => !asks);
  const left = useLeftText();
  const remove = (key: string): void => {
    if (files.length + waiting.length === 1) onEmpty();
    void removePicked(to, key);
  };

  return (
    <div className={styles.tray}>
      <ul aria-label={label}>
        {asked.map((file) => (
          <AskedFile key={file.key} to={to} file={file} onRemove={() => remove(file.key)} />
        ))}
        {files.map((file) => (
          <ReadyFile key={file.key} to={to} file={file} onRemove={() => remove(file.key)} />
        ))}
        {preparing.map(({ key, name }) => (
          <li key={key} className={styles.file} aria-busy="true">
            <span className="visually-hidden">{tray.preparing(name)}</span>
          </li>
        ))}
      </ul>
      {[...notes, ...left].map((note) => (
        <p key={note} role="status">
          {note}
        </p>
      ))}
    </div>
  );
}

interface FileProps<F> {
  readonly to: PickedFor;
  readonly file: F;
  readonly onRemove: () => void;
}

function ReadyFile({ to, file, onRemove }: FileProps<NewAttachment>) {
  const [isDescribing, setDescribing] = useState(false);
  const url = useLocalUrl(file.key);
  const picture = isPicture(file);
  const name = file.alt ?? file.name ?? (picture ? shell.photo : kindText(file));
  return (
    <li className={picture ? styles.file : styles.named}>
      {picture ? (
        url !== undefined && <img src={url} alt={name} width={file.width} height={file.height} />
      ) : (
        <>
          <FileIcon />
          <p>
            <bdi>{name}</bdi>
            <small>{sizeText(file.bytes)}</small>
          </p>
        </>
      )}
      <span className={styles.remove}>
        <IconButton label={tray.removeNamed(name)} title={tray.remove} onClick={onRemove}>
          <ClearIcon />
        </IconButton>
      </span>
      {picture && (
        <span className={styles.describe}>
          <IconButton label={tray.describeNamed(name)} title={tray.describe} onClick={() => setDescribing(true)}>
            <AltIcon />
          </IconButton>
        </span>
      )}
      {isDescribing && url !== undefined && (
        <DescribeDialog to={to} file={file} url={url} onClose={() => setDescribing(false)} />
      )}
    </li>
  );
}

/** A file that can only be sent as it is. */
function AskedFile({ to, file, onRemove }: FileProps<PickedFile>) {
  const name = (
    <b>
      <bdi>{file.name}</bdi>
    </b>
  );
  return (
    <li className={styles.asked}>
      <p role="alert">
        <Sentence of={file.asks?.reason === 'video' ? tray.videoAsItIs(name) : tray.fileAsItIs(name)} />
      </p>
      <Button variant="secondary" size="small" onClick={() => void takeAsItIs(to, file)}>
        {tray.sendAsItIs}
      </Button>
      <Button variant="quiet" size="small" onClick={onRemove}>
        {tray.remove}
      </Button>
    </li>
  );
}

/** Returns undefined until it is known, or where this browser has lost the file. */
function useLocalUrl(key: string): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    void localUrl(key).then((made) => isCurrent && setUrl(made));
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return url;
}

/** Says what may still be uploaded, where that is little. */
function useLeftText(): readonly string[] {
  const { mailbox } = useMailbox();
  const now = useNow();
  const left = useSyncExternalStore(mailbox.uploads.subscribe, () => mailbox.uploads.left);
  return left ? uploadsLeftText(left, now) : [];
}
