/** Asks whom to send what another app has shared, and puts it into the draft of a message to them. */
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { isBlank } from '#contract/text.ts';
import { type Shared, dropShared, readShared } from '../browser/shared.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { PersonChooser } from '../parts/person-chooser.tsx';
import { paths, selectionPath } from '../paths.ts';
import { pickFiles } from '../pictures/pick-files.ts';
import { readDraft, writeDraft } from '../state/drafts.ts';
import { useMailbox } from '../state/mailbox.ts';
import { share } from '../words/share.ts';
import dialog from '../parts/dialog.module.css';
import styles from './share-dialog.module.css';

interface ShareDialogProps {
  /** What the worker has called it. */
  readonly id: string;
}

export function ShareDialog({ id }: ShareDialogProps) {
  const { me } = useMailbox();
  const [, navigate] = useLocation();
  const [shared, setShared] = useState<Shared | 'gone'>();
  const [isTaking, setTaking] = useState(false);

  useEffect(() => {
    let isCurrent = true;
    void readShared(id, me, Date.now())
      .catch(() => undefined)
      .then((read) => isCurrent && setShared(read ?? 'gone'));
    return () => {
      isCurrent = false;
    };
  }, [id, me]);

  const close = (): void => {
    dropShared(id).catch(() => undefined);
    navigate(paths.conversations, { replace: true });
  };
  // It is dropped once the draft has it: the page may be reloaded until then, and this may be the only copy.
  const choose = async (peer: string, { text, files }: Shared): Promise<void> => {
    setTaking(true);
    if (files.length > 0) await pickFiles({ me, peer }, files);
    // It follows what is being written to this person.
    writeDraft(me, peer, [readDraft(me, peer), text].filter((one) => !isBlank(one)).join('\n'));
    close();
    navigate(selectionPath('conversations', peer));
  };

  if (!shared) return null;
  if (shared === 'gone')
    return (
      <Dialog title={share.nothingToSend} onClose={close}>
        <p>{share.isGone}</p>
        <div className={dialog.actions}>
          <Button variant="primary" onClick={close}>
            {share.ok}
          </Button>
        </div>
      </Dialog>
    );
  if (isTaking)
    return (
      <Dialog title={share.sendTo} onClose={() => {}}>
        <p role="status">{share.preparing}</p>
      </Dialog>
    );
  return (
    <PersonChooser title={share.sendTo} onChoose={(peer) => void choose(peer, shared)} onClose={close}>
      <Preview {...shared} />
    </PersonChooser>
  );
}

function Preview({ text, files, leftOut }: Shared) {
  return (
    <div className={styles.preview}>
      {text !== '' && (
        <p dir="auto" className={styles.text}>
          {text}
        </p>
      )}
      {files.length > 0 && (
        <p className={styles.files}>
          <bdi>{files.map(({ name }) => name).join(', ')}</bdi>
        </p>
      )}
      {leftOut > 0 && <p role="status">{share.leftOut(leftOut)}</p>}
    </div>
  );
}
