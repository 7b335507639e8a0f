/** The pictures of a post that is written or changed: those that it has, and new ones. */
import { type ReactNode, Suspense, lazy, useRef, useState } from 'react';
import { PICTURES_MAX } from '#contract/attachments.ts';
import { Button } from '../parts/button.tsx';
import { PhotoIcon } from '../parts/file-icons.tsx';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import { useDraftFiles } from '../state/drafts.ts';
import { useMailbox } from '../state/mailbox.ts';
import { usePickedFiles } from '../state/picked-files.ts';
import { tray } from '../words/tray.ts';
import styles from './attachment-tray.module.css';

const AttachmentTray = lazy(async () => ({ default: (await import('./attachment-tray.tsx')).AttachmentTray }));

interface PicturesFieldProps {
  /** Where new pictures wait, as drafts do. */
  readonly place: string;
  /** How many the post has already. */
  readonly taken?: number;
  /** The pictures that it has already. */
  readonly children?: ReactNode;
}

export function PicturesField({ place, taken = 0, children }: PicturesFieldProps) {
  const { me } = useMailbox();
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [problem, setProblem] = useState<string>();
  const files = useDraftFiles(me, place);
  const picked = usePickedFiles(me, place);
  const to = { me, peer: place, isPost: true } as const;
  const count = taken + files.length + picked.files.length;

  const pick = (given: readonly File[]): void => {
    setProblem(undefined);
    import('../pictures/pick-files.ts').then(
      ({ pickFiles }) => pickFiles(to, given, taken),
      () => setProblem(tray.partNotLoaded),
    );
  };

  return (
    <fieldset className={styles.pictures}>
      <legend>{tray.pictures}</legend>
      {children}
      {files.length + picked.files.length + picked.notes.length > 0 && (
        <LoadBoundary fallback={null}>
          <Suspense>
            <AttachmentTray to={to} label={tray.newPictures} onEmpty={() => button.current?.focus()} />
          </Suspense>
        </LoadBoundary>
      )}
      <Button ref={button} variant="secondary" disabled={count >= PICTURES_MAX} onClick={() => input.current?.click()}>
        <PhotoIcon />
        {tray.addPictures}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept="image/*"
        aria-label={tray.pictures}
        onChange={({ target }) => {
          pick([...(target.files ?? [])]);
          // The same file can be picked again.
          target.value = '';
        }}
      />
      <small>{tray.whoSeesPictures(PICTURES_MAX)}</small>
      {problem !== undefined && <p role="alert">{problem}</p>}
    </fieldset>
  );
}
