/** The messages exchanged with one person. */

import { conversationOf } from '#contract/message-id.ts';
import { messagePage, type MessagePage, type PagedLog } from './message-page.ts';
import type { Users } from './ports.ts';
import { repairHead, type AdvanceServices } from './projection.ts';
import { requireUser } from './require-user.ts';

export interface ListMessagesServices extends AdvanceServices {
  readonly log: PagedLog & AdvanceServices['log'];
  readonly users: Pick<Users, 'get'>;
}

/**
 * Returns a page of messages, newest first. Repairs the head where the newest page sees that the log is further.
 * @param before returns only messages with a smaller seq; undefined: the newest
 * @throws {Refusal} `not-found` where there is no such user
 */
export async function listMessages(
  services: ListMessagesServices,
  person: string,
  peer: string,
  before: number | undefined,
  limit: number,
): Promise<MessagePage> {
  const { log, users } = services;
  const conversation = conversationOf(person, peer);
  const page = await messagePage(log, conversation, before, limit);
  if (before === undefined) await repairHead(services, conversation, page.head, page.through);
  if (page.through === 0) await requireUser(users, peer);
  return page;
}
