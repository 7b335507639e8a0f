/** A file: its name, kind and size, and a way to save it. */
import type { RowAttachment } from '#client/mailbox.ts';
import { IconButton } from '../parts/button.tsx';
import { FileIcon } from '../parts/file-icons.tsx';
import { DownloadIcon } from '../parts/more-icons.tsx';
import type { FilesOf } from '../state/links.ts';
import { kindText, sizeText } from '../text/file-kind.ts';
import { files } from '../words/files.ts';
import { useDownload } from './use-download.ts';
import styles from './attachments.module.css';

interface FileCardProps {
  readonly of: FilesOf | undefined;
  readonly file: RowAttachment;
}

export function FileCard({ of, file }: FileCardProps) {
  const { busy, problem, start } = useDownload(of, file);
  const name = file.name ?? kindText(file);
  return (
    <div className={styles.card}>
      <FileIcon size={24} />
      <div>
        <p className={styles.name} title={name}>
          <bdi>{name}</bdi>
        </p>
        <p className={styles.detail} role={problem === undefined ? undefined : 'alert'}>
          {problem ?? `${kindText(file)} · ${sizeText(file.bytes)}`}
        </p>
      </div>
      <IconButton
        label={files.downloadNamed(name)}
        title={files.download}
        aria-disabled={busy}
        onClick={busy ? undefined : start}
      >
        <DownloadIcon />
      </IconButton>
    </div>
  );
}
