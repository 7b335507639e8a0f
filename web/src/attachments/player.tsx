/** A video or a recording: nothing is loaded before somebody wants to play it. */
import { useState } from 'react';
import type { RowAttachment } from '#client/mailbox.ts';
import { IconButton } from '../parts/button.tsx';
import { PlayIcon } from '../parts/file-icons.tsx';
import { DownloadIcon } from '../parts/more-icons.tsx';
import type { FilesOf } from '../state/links.ts';
import { isVideo } from '../text/attachments.ts';
import { kindText, sizeText } from '../text/file-kind.ts';
import { withheldText } from '../text/withheld.ts';
import { files } from '../words/files.ts';
import { frameStyle } from './attachment-frames.tsx';
import { useDownload } from './use-download.ts';
import { useSource } from './use-source.ts';
import styles from './attachments.module.css';

interface PlayerProps {
  readonly of: FilesOf | undefined;
  readonly file: RowAttachment;
}

export function Player({ of, file }: PlayerProps) {
  const [isPlaying, setPlaying] = useState(false);
  const { source, onError } = useSource(of, file, isPlaying);
  const download = useDownload(of, file);
  const name = file.name ?? kindText(file);

  if (isPlaying && source.state === 'here')
    return isVideo(file) ? (
      // Captions are not to be had for what people film themselves.
      // oxlint-disable-next-line jsx-a11y/media-has-caption
      <video
        className={styles.player}
        style={frameStyle(file)}
        src={source.url}
        aria-label={file.alt ?? name}
        controls
        autoPlay
        playsInline
        onError={onError}
      />
    ) : (
      // oxlint-disable-next-line jsx-a11y/media-has-caption
      <audio
        className={styles.player}
        src={source.url}
        aria-label={file.alt ?? name}
        controls
        autoPlay
        onError={onError}
      />
    );
  const problem =
    download.problem ??
    (source.state === 'withheld'
      ? withheldText(source.code)
      : source.state === 'gone'
        ? files.noLongerThere
        : source.state === 'failed'
          ? files.cannotBePlayed
          : undefined);
  return (
    <div className={styles.card}>
      <IconButton label={files.playNamed(name)} title={files.play} onClick={() => setPlaying(true)}>
        <PlayIcon />
      </IconButton>
      <div>
        <p className={styles.name} title={name}>
          <bdi>{name}</bdi>
        </p>
        <p className={styles.detail} role={problem === undefined ? undefined : 'alert'}>
          {problem ?? `${kindText(file)} · ${sizeText(file.bytes)}`}
        </p>
      </div>
      <IconButton label={files.downloadNamed(name)} title={files.download} onClick={download.start}>
        <DownloadIcon />
      </IconButton>
    </div>
  );
}
