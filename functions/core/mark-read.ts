/**
 * Marking a conversation as read: the position only moves forward and is the same on all devices. Both people's
 * sockets are notified, unless the reader hides how far they have read. A request does not tell its sender that it was
 * read until it is answered.
 */

import { conversationOf } from '#contract/message-id.ts';
import { notFound } from '#contract/refusal.ts';
import { isUserName } from '#contract/user-name.ts';
import { requireActive } from './acting.ts';
import { reset } from './append.ts';
import { isAsked, sentCount } from './entry.ts';
import { relistRead, type RelistServices } from './inbox/relist.ts';
import { notifyPeople, type NotifyServices } from './notify.ts';
import type { Conversations, Log, Users } from './ports.ts';

export interface MarkReadServices extends NotifyServices, RelistServices {
  readonly users: Pick<Users, 'get'>;
  readonly log: Pick<Log, 'get'>;
  readonly conversations: RelistServices['conversations'] & Pick<Conversations, 'advanceRead'>;
  readonly clock: NotifyServices['clock'];
}

export interface MarkReadRequest {
  readonly reader: string;
  readonly peer: string;
  readonly seq: number;
  /** The reader's socket that need not be notified. */
  readonly origin: string | undefined;
}

/**
 * @returns how many frames were not delivered
 * @throws {Refusal} `no-session`, `not-found` where there is no such user, `reset` where the conversation has
 * no entry `seq`
 */
export async function markRead(
  services: MarkReadServices,
  { reader, peer, seq, origin }: MarkReadRequest,
): Promise<number> {
  const { users, log, conversations, clock } = services;
  if (!isUserName(peer)) throw notFound();
  const conversation = conversationOf(reader, peer);
  const [entry, profile] = await Promise.all([log.get({ conversation, seq }, 'strong'), users.get(reader, 'strong')]);
  requireActive(profile);
  if (!entry) throw (await users.get(peer)) ? reset() : notFound();

  const position = { readSeq: seq, readCount: sentCount(peer, entry) };
  const row = await conversations.advanceRead(reader, peer, position, clock.now());
  if (!row) return 0;
  await relistRead(services, row);
  const isHidden = row.blocked || profile?.readReceipts === false || isAsked(reader, entry);
  const notified = isHidden ? [reader] : [reader, peer];
  const frame = { type: 'read', conversation, by: reader, seq };
  return notifyPeople(notified, frame, { username: reader, connectionId: origin }, services);
}
