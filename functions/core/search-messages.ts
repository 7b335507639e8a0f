/**
 * Searching the texts of one conversation, from its end to its beginning. There is no index of words: each call reads
 * a bounded part of the log, and says where the next one goes on.
 */

import { isMessage } from '#contract/entry-kinds.ts';
import { conversationOf } from '#contract/message-id.ts';
import { notFound, Refusal } from '#contract/refusal.ts';
import { isUserName } from '#contract/user-name.ts';
import { withChanges } from './apply.ts';
import type { Entry, MessageEntry } from './entry.ts';
import { excerptOf, type ExcerptPart } from './excerpt.ts';
import { changesAfterHead } from './message-page.ts';
import type { Log, Users } from './ports.ts';
import { repairHead, type AdvanceServices } from './projection.ts';
import { requireUser } from './require-user.ts';

export interface SearchServices extends AdvanceServices {
  readonly log: AdvanceServices['log'] & Pick<Log, 'heads' | 'pageBefore'>;
  readonly users: Pick<Users, 'get'>;
}

export interface FoundMessage {
  readonly message: MessageEntry;
  readonly excerpt: readonly ExcerptPart[];
}

export interface SearchPage {
  /** Newest first. */
  readonly found: readonly FoundMessage[];
  /** The `before` of the next page; undefined where the beginning of the conversation was reached. */
  readonly next: number | undefined;
  /** When the oldest entry was written that was looked at, in epoch milliseconds; undefined where there was none. */
  readonly since: number | undefined;
}

/**
 * Entries that one call reads at most, all in one Query, which DynamoDB ends at 1 MB
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html): 256 read units. A filter
 * expression would leave out what does not match, and cost the same: it is applied to what was read
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.FilterExpression.html). Nor does it know
 * case and accents.
 */
const READ_MAX_ENTRIES = 1_000;

/**
 * Returns the messages of a page that have all these words in their texts, as the texts are now. A deleted text is
 * never found, nor one that was edited away.
 * @param words from `wordsToFind`
 * @param before looks only at messages with a smaller seq; undefined: from the newest one on
 * @param limit of the messages that are returned
 * @throws {Refusal} `not-found` where there is no such user, `unavailable` where the log has not been applied so far
 */
export async function searchMessages(
  services: SearchServices,
  person: string,
  peer: string,
  words: readonly string[],
  before: number | undefined,
  limit: number,
): Promise<SearchPage> {
  const { log, users } = services;
  if (!isUserName(peer)) throw notFound();
  const conversation = conversationOf(person, peer);
  // Read the changes before the page: the page has those that are applied in the meantime.
  const { changes, head, complete } = await changesAfterHead(log, conversation);
  if (!complete) {
    // One of the changes further on may delete a text that would be found here.
    await repairHead(services, conversation, head, Infinity);
    throw new Refusal('unavailable', 'This conversation is being brought up to date. Search again in a second.', {
      retryAfter: 1,
    });
  }
  const entries = await log.pageBefore(conversation, before, READ_MAX_ENTRIES);
  if (entries.length === 0) await requireUser(users, peer);

  const found: FoundMessage[] = [];
  let last: Entry | undefined;
  for (last of entries) {
    const message = isMessage(last) ? withChanges(last, changes) : undefined;
    const excerpt = message && excerptOf(message.body, words);
    if (excerpt) found.push({ message, excerpt });
    if (found.length === limit) break;
  }
  return { found, next: last && last.seq > 1 ? last.seq : undefined, since: last?.timestamp };
}
