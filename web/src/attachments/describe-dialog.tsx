/** What a picture shows, in words for people who cannot see it; and whether its original is sent. */
import { useState } from 'react';
import { createPortal } from 'react-dom';
import type { NewAttachment } from '#client/unsent.ts';
import { ALT_MAX_CHARACTERS } from '#contract/attachments.ts';
import { cleanText } from '#contract/text.ts';
import { Alert } from '../parts/alert.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { TextArea } from '../parts/text-area.tsx';
import { type PickedFor, describePicked, originalOf, takeOriginal } from '../pictures/pick-files.ts';
import { sizeText } from '../text/file-kind.ts';
import { lengthProblem } from '../text/length.ts';
import { tray } from '../words/tray.ts';
import dialog from '../parts/dialog.module.css';
import styles from './attachment-tray.module.css';

interface DescribeDialogProps {
  readonly to: PickedFor;
  readonly file: NewAttachment;
  readonly url: string;
  readonly onClose: () => void;
}

export function DescribeDialog({ to, file, url, onClose }: DescribeDialogProps) {
  const [text, setText] = useState(file.alt ?? '');
  const [wantsOriginal, setWantsOriginal] = useState(false);
  const [problem, setProblem] = useState<string>();
  const original = originalOf(file.key);
  const error = lengthProblem(text, ALT_MAX_CHARACTERS);

  const save = async (): Promise<void> => {
    if (error !== undefined) return;
    try {
      const key = wantsOriginal ? await takeOriginal(to, file.key) : file.key;
      describePicked(to, key, cleanText(text).replaceAll(/\s+/g, ' '));
      onClose();
    } catch (reason) {
      setProblem(reason instanceof Error ? reason.message : String(reason));
    }
  };

  return createPortal(
    <Dialog title={tray.describeThisPicture} onClose={onClose}>
      <img className={styles.preview} src={url} alt="" width={file.width} height={file.height} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // The tray is in the form of the composer, which would send.
          event.stopPropagation();
          void save();
        }}
      >
        <TextArea
          name="alt"
          label={tray.whatItShows}
          hint={tray.whatItShowsHint(ALT_MAX_CHARACTERS)}
          value={text}
          onValue={setText}
          {...(error !== undefined && { error })}
        />
        {original && (
          <label className={styles.original}>
            <input type="checkbox" checked={wantsOriginal} onChange={() => setWantsOriginal(!wantsOriginal)} />
            <span>
              {tray.sendOriginal(sizeText(original.size))}
              <small>{tray.originalMaySay}</small>
            </span>
          </label>
        )}
        {problem !== undefined && <Alert tone="error">{problem}</Alert>}
        <div className={dialog.actions}>
          <Button variant="secondary" onClick={onClose}>
            {tray.cancel}
          </Button>
          <Button type="submit" variant="primary">
            {tray.save}
          </Button>
        </div>
      </form>
    </Dialog>,
    document.body,
  );
}
