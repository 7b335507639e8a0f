/**
 * Changes what the server has: messages, and a person's preferences for a conversation. The outcome is read from the
 * log, where each change has its place among the others.
 */

import { updateConversation } from '#contract/routes/conversations.ts';
import { addReaction, deleteMessage, editMessage, removeReaction } from '#contract/routes/messages.ts';
import type { MailboxParts } from './mailbox-parts.ts';
import type { Mailbox } from './mailbox.ts';
import type { ReadMarks } from './read-marks.ts';

type Mutations = Pick<
  Mailbox,
  'editMessage' | 'deleteMessage' | 'addReaction' | 'removeReaction' | 'updateConversation'
>;

/** @param inOrder runs a change after what was read before it, and before what is read after it */
export function createMutations(
  { session, store, sync, signal, origin, onFailure }: MailboxParts,
  inOrder: ReadMarks['between'],
): Mutations {
  const readNew = (peer: string): Promise<void> => sync.readNew(peer).catch(onFailure);
  const options = () => ({ headers: origin(), signal });
  /**
   * Reads the log after a failure as well: the call may have been carried out, and this device gets no frame about
   * it.
   */
  const mutate = async (peer: string, call: Promise<unknown>): Promise<void> => {
    try {
      await call;
    } catch (thrown) {
      void readNew(peer);
      throw thrown;
    }
    await readNew(peer);
  };

  return {
    editMessage: (peer, id, text) =>
      mutate(peer, session.call(editMessage, { parameters: { id }, body: { body: text } }, options())),
    deleteMessage: (peer, id) => mutate(peer, session.call(deleteMessage, { parameters: { id } }, options())),
    addReaction: (peer, id, emoji) => mutate(peer, session.call(addReaction, { parameters: { id, emoji } }, options())),
    removeReaction: (peer, id, emoji) =>
      mutate(peer, session.call(removeReaction, { parameters: { id, emoji } }, options())),
    async updateConversation(peer, preferences) {
      const release = store.snapshot.count.hold();
      const end = store.inbox.prefer(peer, preferences);
      let kept = false;
      try {
        const update = () => session.call(updateConversation, { parameters: { peer }, body: preferences }, { signal });
        await (preferences.markedUnread === undefined ? update() : inOrder(peer, update));
        kept = true;
      } finally {
        end(kept);
        release();
        // After a failure as well: the call may have been carried out.
        const read = sync.refreshRow(peer).catch(onFailure);
        if (kept) await read;
      }
    },
  };
}
