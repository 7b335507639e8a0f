/** One conversation, as one of its two people sees it. */

import { conversationOf, messageId } from '#contract/message-id.ts';
import type { ConversationRow } from './conversation-row.ts';
import { headOf, isAsked, type Head } from './entry.ts';
import { shownPositions, summaryOf, withPeer, type Summary } from './inbox/summary.ts';
import type { Clock, Connections, Conversations, Log, Users } from './ports.ts';
import { hidesPresence } from './presence.ts';
import { repairHead, type AdvanceServices } from './projection.ts';
import { requireUser } from './require-user.ts';
import type { User } from './user.ts';

export interface GetConversationServices extends AdvanceServices {
  readonly users: Pick<Users, 'get'>;
  readonly conversations: Pick<Conversations, 'get'>;
  readonly connections: Pick<Connections, 'list'>;
  readonly log: AdvanceServices['log'] & Pick<Log, 'getMany' | 'tail' | 'heads'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Returns the summary of a conversation, from its newest entry, and how far the peer shows to have read: nothing of a
 * request, until they answer it.
 * Repairs the head where the log is further.
 * @throws {Refusal} `not-found` where there is no such user
 */
export async function getConversation(
  services: GetConversationServices,
  person: string,
  peer: string,
): Promise<{ readonly summary: Summary; readonly peerReadSeq: number }> {
  const { users, conversations, connections, log, clock } = services;
  const user = await requireUser(users, peer);
  const conversation = conversationOf(person, peer);
  const [mine, theirs, sockets, tail, [head]] = await Promise.all([
    conversations.get(person, peer),
    conversations.get(peer, person),
    connections.list([peer], 'eventual'),
    log.tail(conversation),
    log.heads([conversation]),
  ]);
  await repairHead(services, conversation, head, tail?.seq ?? 0);
  const state = tail ? headOf(tail) : emptyHead(conversation);
  const messages = new Map(tail ? [[messageId(tail), tail]] : []);
  const missing = shownPositions(state).filter((position) => !messages.has(messageId(position)));
  if (missing.length > 0) for (const entry of await log.getMany(missing)) messages.set(messageId(entry), entry);
  const summary = summaryOf(person, { ...mine, username: person, peer }, state, messages, clock.now());
  const peerReadSeq = isAsked(peer, state) ? 0 : visibleReadSeq(user, theirs);
  const online = sockets.length > 0 && !hidesPresence(user, theirs);
  return { summary: withPeer(summary, { user, online }), peerReadSeq };
}

/** Returns the read position of `reader` that the peer in their `row` may see. */
const visibleReadSeq = (reader: User, row: ConversationRow | undefined): number =>
  (reader.readReceipts === false ? undefined : row?.blocked ? row.shownReadSeq : row?.readSeq) ?? 0;

const emptyHead = (conversation: string): Head => ({
  conversation,
  lastSeq: 0,
  counts: {},
  lastMessage: 0,
  lastMessageAt: 0,
});
