/** Changes what the server has: messages, and how I want to see a conversation. What came of it is read from the log, where the change has its place among others. */
import { changeConversation } from '../functions/api/routes/conversations.ts';
import { addReaction, deleteMessage, editMessage, removeReaction } from '../functions/api/routes/messages.ts';
import type { Mailbox } from './mailbox.ts';
import type { MailboxParts } from './mailbox-parts.ts';

export function createChanger({ session, reader, signal, origin, onFailure }: MailboxParts): Pick<Mailbox, 'edit' | 'remove' | 'react' | 'prefer'> {
  const follow = (peer: string): Promise<void> => reader.follow(peer).catch(onFailure);
  const options = () => ({ headers: origin(), signal });

  return {
    async edit(peer, id, text) {
      await session.call(editMessage, { parameters: { id }, body: { body: text } }, options());
      await follow(peer);
    },
    async remove(peer, id) {
      await session.call(deleteMessage, { parameters: { id } }, options());
      await follow(peer);
    },
    async react(peer, id, emoji, on) {
      await session.call(on ? addReaction : removeReaction, { parameters: { id, emoji } }, options());
      await follow(peer);
    },
    async prefer(peer, preferences) {
      await session.call(changeConversation, { parameters: { peer }, body: preferences }, { signal });
      await reader.refresh(peer).catch(onFailure);
    },
  };
}
