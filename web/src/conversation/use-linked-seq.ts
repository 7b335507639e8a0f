/** The message that the address of a conversation names. */
import { useEffect } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { ConversationView } from '#client/mailbox.ts';
import { isMemberOf, messageId, peerOf } from '#contract/message-id.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { sayBriefly } from '../state/toast.ts';
import { messages } from '../words/messages.ts';
import { linkedPosition, messagePath } from './message-path.ts';

/**
 * Returns the seq that a link names; undefined where the log ends before it, since a restore may have taken the message
 * away. A link that the peer has copied says my name in place of theirs.
 * @param view undefined until the conversation is opened
 */
export function useLinkedSeq(peer: string, view: ConversationView | undefined): number | undefined {
  const { me } = useMailbox();
  const row = useMailboxState((state) => state.inbox.find((candidate) => candidate.peer === peer));
  const [, navigate] = useLocation();
  const position = linkedPosition(useSearch());
  const isMine = position !== undefined && isMemberOf(position.conversation, me);
  const other = isMine ? peerOf(position.conversation, me) : peer;
  const path = isMine && other !== peer ? messagePath(other, messageId(position)) : undefined;
  useEffect(() => {
    if (path !== undefined) navigate(path, { replace: true });
  }, [path, navigate]);

  const seq = isMine && other === peer ? position.seq : undefined;
  const isKnown = view?.loaded === true && (!view.hasNewer || row !== undefined);
  const isMissing = seq !== undefined && isKnown && seq > Math.max(view.through, row?.lastSeq ?? 0);
  useEffect(() => {
    if (isMissing) sayBriefly(messages.linkedIsMissing);
  }, [isMissing]);
  return isMissing ? undefined : seq;
}
