/** Marking a conversation read: forward only, the same on all devices, and told to both people's sockets, unless the reader does not want that. */

import { conversationOf, type Position } from '#contract/message-id.ts';
import { notFound } from '#contract/refusal.ts';
import { isUserName } from '#contract/user-name.ts';
import { reset } from './append.ts';
import { sentBy, type Entry } from './entry.ts';
import type { ConversationRow } from './inbox.ts';
import { notifyPeople, type Notifier } from './notify.ts';
import { requireActive, type User } from './people.ts';
import type { ReadPosition } from './unread.ts';

export interface ReadStores {
  readonly users: { get(username: string): Promise<User | undefined> };
  readonly log: { get(position: Position, consistency: 'strong'): Promise<Entry | undefined> };
  readonly conversations: {
    advanceRead(
      username: string,
      peer: string,
      position: ReadPosition,
      at: number,
    ): Promise<ConversationRow | undefined>;
  };
}

export interface MarkRead {
  readonly reader: string;
  readonly peer: string;
  readonly seq: number;
  /** The reader's socket that need not be told. */
  readonly origin: string | undefined;
}

/**
 * @returns how many frames were not delivered
 * @throws {Refusal} `no-session`, `not-found` where there is no such person, `reset` where the conversation has no entry `seq`
 */
export async function markRead(
  stores: ReadStores,
  notifier: Notifier,
  { reader, peer, seq, origin }: MarkRead,
): Promise<number> {
  if (!isUserName(peer)) throw notFound();
  const conversation = conversationOf(reader, peer);
  const [entry, profile] = await Promise.all([
    stores.log.get({ conversation, seq }, 'strong'),
    stores.users.get(reader),
  ]);
  requireActive(profile);
  if (!entry) throw (await stores.users.get(peer)) ? reset() : notFound();

  const position = { readSeq: seq, readCount: sentBy(peer, entry) };
  const row = await stores.conversations.advanceRead(reader, peer, position, notifier.clock.now());
  if (!row) return 0;
  const told = row.blocked || profile?.readReceipts === false ? [reader] : [reader, peer];
  return notifyPeople(
    told,
    { type: 'read', conversation, by: reader, seq },
    { username: reader, connectionId: origin },
    notifier,
  );
}
