/**
 * Sends messages. Every attempt carries the same `clientId` and `after`, and both are in the storage before the first
 * one: a copy that a lost attempt has stored is found.
 */

import { sendMessage } from '#contract/routes/messages.ts';
import { lazyUploads } from './lazy-uploads.ts';
import type { MailboxParts } from './mailbox-parts.ts';
import {
  type ApiProblem,
  type Failure,
  NetworkError,
  asFailure,
  isRefusal,
  isTransient,
  refusesField,
} from './problem.ts';
import { isWorthWaiting } from './retry.ts';
import { startSendQueue } from './send-queue.ts';
import { type LogPlace, sentPlace } from './sync.ts';
import type { UnsentMessage } from './unsent.ts';

/** Begins to send what is in the outbox now, and what is put into it later. */
export function startSender(parts: MailboxParts): void {
  const { session, store, outbox, sync, files, uploads: progress, environment, signal, origin, onFailure } = parts;
  const uploads = lazyUploads({
    ...{ session, outbox, environment, files, signal },
    onProgress: progress.set,
    onLeft: progress.setLeft,
  });
  startSendQueue({ ...parts, fields: sendMessage.body.shape, send, isRepeatable });

  async function send(message: UnsentMessage): Promise<Failure | undefined> {
    try {
      const place = message.after === undefined ? await begin(message) : { ...message, after: message.after };
      const ready = message.attachments ? await (await uploads()).upload(message.clientId) : message;
      await outbox.saved();
      // Its writer may have discarded it meanwhile, or what was read has shown that it is stored.
      if (signal.aborted || !ready || !outbox.has(message.clientId)) return undefined;
      await post(ready, place).catch((thrown: unknown) => recover(message, place, thrown));
      return undefined;
    } catch (thrown) {
      return asFailure(thrown);
    }
  }

  /** The first attempt says how far this device has the conversation. */
  async function begin({ peer, clientId }: UnsentMessage): Promise<LogPlace> {
    await sync.ensureLoaded(peer);
    const place = endOf(peer);
    outbox.update(clientId, place);
    return place;
  }

  /** Returns how far this device has a conversation. */
  function endOf(peer: string) {
    const { through: after = 0, generation = 1 } = store.opened.extent(peer) ?? {};
    return { after, generation };
  }

  async function post(message: UnsentMessage, place: LogPlace): Promise<void> {
    const { clientId, peer, body, replyTo, post: about, attachments } = message;
    const sent = sentPlace(session, place);
    const given = {
      ...{ recipient: peer, body, clientId },
      ...sent,
      ...(replyTo !== undefined && { replyTo }),
      ...(about && { post: about.id }),
      ...(attachments && { attachments: attachments.flatMap(({ id }) => id ?? []) }),
    };
    const stored = await session.call(sendMessage, { body: given }, { headers: origin(), signal });
    const isSame = store.receive(peer, [stored]);
    // Whatever `clientId` the answer has, this message was sent.
    outbox.remove(clientId);
    if (!isSame) sync.reload(peer).catch(onFailure);
    if (store.missing(peer).length > 0) sync.ensureLoaded(peer).catch(onFailure);
  }

  /**
   * Where too much has been written since `after`, or the log ends before it: reads the log, in which the message may
   * turn up, and lets the next attempt follow what was read.
   */
  async function recover({ peer, clientId }: UnsentMessage, place: LogPlace, thrown: unknown): Promise<never> {
    if (isRefusal(thrown, 'behind')) {
      // After each page: a long log need not be read from its beginning where reading it breaks off.
      const note = ({ after, generation = 1 }: LogPlace) => outbox.update(clientId, { after, generation });
      await sync.readToEnd(peer, place, note).catch(async (inner: unknown) => {
        // The message may be among what was not read: only what is shown is another log.
        if (isRefusal(inner, 'reset')) await sync.reload(peer);
        throw inner;
      });
    } else if (isRefusal(thrown, 'reset')) {
      await sync.reload(peer);
      outbox.update(clientId, endOf(peer));
    } else if (refusesField(thrown, 'attachments') && (await uploads()).giveUp(clientId))
      throw new NetworkError('The server does not have a file, which is uploaded again.', { cause: thrown });
    throw thrown;
  }
}

const isRepeatable = (failure: ApiProblem): boolean =>
  (isTransient(failure) && isWorthWaiting(failure)) || isRefusal(failure, 'behind') || isRefusal(failure, 'reset');
