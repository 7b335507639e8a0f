/** The button that picks files for a message. On a phone it offers the camera and the photos as well. */
import { type ChangeEvent, useRef } from 'react';
import { IconButton } from '../parts/button.tsx';
import { AttachIcon, CameraIcon, FileIcon, PhotoIcon } from '../parts/file-icons.tsx';
import { Menu, MenuItem } from '../parts/menu.tsx';
import { messages } from '../words/messages.ts';
import styles from './attach-button.module.css';

interface AttachButtonProps {
  readonly onFiles: (files: readonly File[]) => void;
  /** True where files are picked by touch. */
  readonly touch: boolean;
}

export function AttachButton({ onFiles, touch }: AttachButtonProps) {
  const camera = useRef<HTMLInputElement>(null);
  const photos = useRef<HTMLInputElement>(null);
  const anyFile = useRef<HTMLInputElement>(null);
  const onChange = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    onFiles([...(target.files ?? [])]);
    // The same file can be picked again.
    target.value = '';
  };
  const input = { type: 'file', hidden: true, onChange, tabIndex: -1 } as const;

  return (
    <>
      {touch ? (
        <Menu label={messages.attach} icon={<AttachIcon />} className={styles.menu}>
          <MenuItem icon={<CameraIcon />} onSelect={() => camera.current?.click()}>
            {messages.camera}
          </MenuItem>
          <MenuItem icon={<PhotoIcon />} onSelect={() => photos.current?.click()}>
            {messages.photoOrVideo}
          </MenuItem>
          <MenuItem icon={<FileIcon />} onSelect={() => anyFile.current?.click()}>
            {messages.file}
          </MenuItem>
        </Menu>
      ) : (
        <IconButton label={messages.attachFiles} onClick={() => anyFile.current?.click()}>
          <AttachIcon />
        </IconButton>
      )}
      {touch && <input ref={camera} {...input} accept="image/*" capture="environment" aria-label={messages.camera} />}
      {touch && <input ref={photos} {...input} accept="image/*,video/*" multiple aria-label={messages.photos} />}
      <input ref={anyFile} {...input} multiple aria-label={messages.files} />
    </>
  );
}
