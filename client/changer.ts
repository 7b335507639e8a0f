/** Changes what the server has: messages, and how I want to see a conversation. What came of it is read from the log, where the change has its place among others. */
import { changeConversation } from '#contract/routes/conversations.ts';
import { addReaction, deleteMessage, editMessage, removeReaction } from '#contract/routes/messages.ts';
import type { MailboxParts } from './mailbox-parts.ts';
import type { Mailbox } from './mailbox.ts';

export function createChanger({
  session,
  reader,
  signal,
  origin,
  onFailure,
}: MailboxParts): Pick<Mailbox, 'edit' | 'remove' | 'react' | 'prefer'> {
  const follow = (peer: string): Promise<void> => reader.follow(peer).catch(onFailure);
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
    edit: (peer, id, text) =>
      done(peer, session.call(editMessage, { parameters: { id }, body: { body: text } }, options())),
    remove: (peer, id) => done(peer, session.call(deleteMessage, { parameters: { id } }, options())),
    react: (peer, id, emoji, on) =>
      done(peer, session.call(on ? addReaction : removeReaction, { parameters: { id, emoji } }, options())),
    async prefer(peer, preferences) {
      await session.call(changeConversation, { parameters: { peer }, body: preferences }, { signal });
      await reader.refresh(peer).catch(onFailure);
    },
  };
}
