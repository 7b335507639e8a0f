/** Changes messages that the server has. What came of it is read from the log, where the change has its place among others. */
import { addReaction, deleteMessage, editMessage, removeReaction } from '../functions/api/routes/messages.ts';
import type { Mailbox } from './mailbox.ts';
import type { Reader } from './reader.ts';
import type { Session } from './session.ts';

export interface ChangerOptions {
  readonly session: Session;
  readonly reader: Reader;
  readonly signal: AbortSignal;
  /** The header that names this device's own socket, which need not be told of what is changed here. */
  readonly origin: () => Readonly<Record<string, string>>;
  /** Told of failures to read the log: the change is made all the same, and a later catch-up shows it. */
  readonly onFailure: (thrown: unknown) => void;
}

export function createChanger({ session, reader, signal, origin, onFailure }: ChangerOptions): Pick<Mailbox, 'edit' | 'remove' | 'react'> {
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
  };
}
