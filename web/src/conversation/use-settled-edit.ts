/**
 * Ends an edit that came to its end elsewhere: it was stored before the page was closed, or its message is deleted.
 * What was written for a deleted message stays, as a draft.
 */
import { useEffect } from 'react';
import { cleanText } from '#contract/text.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { sayBriefly } from '../state/toast.ts';
import { messages } from '../words/messages.ts';
import { type BegunTarget, editToDraft, endTarget } from './composer-target.ts';

export function useSettledEdit(peer: string, target: BegunTarget | undefined): void {
  const { me } = useMailbox();
  const edit = target?.kind === 'edit' ? target : undefined;
  const row = useMailboxState(({ conversations }) => conversations[peer]?.rows.find(({ id }) => id === edit?.row.id));
  useEffect(() => {
    if (!edit || !row) return;
    if (row.deleted) giveUpEdit(me, peer, edit);
    else if (row.body !== edit.row.body && row.body === cleanText(edit.text ?? '')) endTarget(me, peer, edit);
  }, [me, peer, edit, row]);
}

export function giveUpEdit(me: string, peer: string, edit: BegunTarget): void {
  if (editToDraft(me, peer, edit)) sayBriefly(messages.editedIsDeleted);
}
