/** Asks who a message is forwarded to, one person or several, and sends them its text and its files as mine. */
import { useState } from 'react';
import { useLocation } from 'wouter';
import { uuid } from '#client/uuid.ts';
import { Button } from '../parts/button.tsx';
import { ClearIcon } from '../parts/more-icons.tsx';
import { PersonChooser } from '../parts/person-chooser.tsx';
import { selectionPath } from '../paths.ts';
import { useMailbox } from '../state/mailbox.ts';
import { useName } from '../state/profiles.ts';
import { acts } from '../words/acts.ts';
import type { SentRow } from './composer-target.ts';
import styles from './forward-dialog.module.css';

export interface ForwardProps {
  readonly row: SentRow;
  readonly onClose: () => void;
}

export function ForwardDialog({ row, onClose }: ForwardProps) {
  const { mailbox } = useMailbox();
  const [, navigate] = useLocation();
  const [chosen, setChosen] = useState<readonly string[]>([]);

  const forwardTo = (recipient: string): void => {
    const attachments = row.attachments?.flatMap(({ id, key: _key, state: _state, ...file }) =>
      id === undefined ? [] : [{ ...file, key: uuid(), from: { message: row.id, id } }],
    );
    mailbox.sendMessage(recipient, row.body, { attachments });
  };

  const forward = (): void => {
    const [only] = chosen;
    onClose();
    for (const recipient of chosen) forwardTo(recipient);
    // There it is seen on its way, or why it was refused. The list of conversations says so of several.
    if (only !== undefined && chosen.length === 1) navigate(selectionPath('conversations', only));
  };

  const toggle = (username: string): void =>
    setChosen((before) =>
      before.includes(username) ? before.filter((other) => other !== username) : [...before, username],
    );

  return (
    <PersonChooser title={acts.forwardTo} onChoose={toggle} onClose={onClose}>
      {chosen.length > 0 && (
        <div className={styles.chosen}>
          {chosen.map((username) => (
            <Recipient key={username} username={username} onRemove={() => toggle(username)} />
          ))}
          <Button variant="primary" size="small" onClick={forward}>
            {acts.forward}
          </Button>
        </div>
      )}
    </PersonChooser>
  );
}

function Recipient({ username, onRemove }: { username: string; onRemove: () => void }) {
  const { me } = useMailbox();
  const name = useName(username);
  const shown = username === me ? acts.notes : name;
  return (
    <button type="button" aria-label={acts.dropRecipient(shown)} onClick={onRemove}>
      <bdi>{shown}</bdi>
      <ClearIcon />
    </button>
  );
}
