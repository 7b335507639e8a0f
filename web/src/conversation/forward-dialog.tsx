/** Asks who a message is forwarded to, and sends them its text and its files as a message of mine. */
import { useLocation } from 'wouter';
import { uuid } from '#client/uuid.ts';
import { PersonChooser } from '../parts/person-chooser.tsx';
import { selectionPath } from '../paths.ts';
import { useMailbox } from '../state/mailbox.ts';
import type { SentRow } from './composer-target.ts';

export interface ForwardProps {
  readonly row: SentRow;
  readonly onClose: () => void;
}

export function ForwardDialog({ row, onClose }: ForwardProps) {
  const { mailbox } = useMailbox();
  const [, navigate] = useLocation();

  const forward = (recipient: string): void => {
    onClose();
    const attachments = row.attachments?.flatMap(({ id, key: _key, state: _state, ...file }) =>
      id === undefined ? [] : [{ ...file, key: uuid(), from: { message: row.id, id } }],
    );
    mailbox.sendMessage(recipient, row.body, { attachments });
    // There it is seen on its way, or why it was refused.
    navigate(selectionPath('conversations', recipient));
  };

  return <PersonChooser title="Forward to" onChoose={forward} onClose={onClose} />;
}
