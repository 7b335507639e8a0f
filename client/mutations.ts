/**
 * Changes what the server has: messages, and how I want to see a conversation. What came of it is read from the log, where
 * the change has its place among others.
 */

import { updateConversation } from '#contract/routes/conversations.ts';
import { addReaction, deleteMessage, editMessage, removeReaction } from '#contract/routes/messages.ts';
import type { MailboxParts } from './mailbox-parts.ts';
import type { Mailbox } from './mailbox.ts';

type Mutations = Pick<
  Mailbox,
  'editMessage' | 'deleteMessage' | 'addReaction' | 'removeReaction' | 'updateConversation'
>;

export function createMutations({ session, sync, signal, origin, onFailure }: MailboxParts): Mutations {
  const follow = (peer: string): Promise<void> => sync.readNew(peer).catch(onFailure);
  const options = () => ({ headers: origin(), signal });
  /** What failed may have been done all the same, and this device is not told of what it does. */
  const done = async (peer: string, call: Promise<unknown>): Promise<void> => {
    try {
      await call;
    } catch (thrown) {
      void follow(peer);
      throw thrown;
    }
    await follow(peer);
  };

  return {
    editMessage: (peer, id, text) =>
      done(peer, session.call(editMessage, { parameters: { id }, body: { body: text } }, options())),
    deleteMessage: (peer, id) => done(peer, session.call(deleteMessage, { parameters: { id } }, options())),
    addReaction: (peer, id, emoji) => done(peer, session.call(addReaction, { parameters: { id, emoji } }, options())),
    removeReaction: (peer, id, emoji) =>
      done(peer, session.call(removeReaction, { parameters: { id, emoji } }, options())),
    async updateConversation(peer, preferences) {
      await session.call(updateConversation, { parameters: { peer }, body: preferences }, { signal });
      await sync.refreshRow(peer).catch(onFailure);
    },
  };
}
