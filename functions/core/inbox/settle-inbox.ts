/** Giving fresh conversations their place in the list, once the day of their newest message is over. */

import { conversationOf } from '#contract/message-id.ts';
import { PLACING, isMuted, type SeenRow } from '../conversation-row.ts';
import type { Head } from '../entry.ts';
import type { Log, NewId } from '../ports.ts';
import { dayOf, namedKeys, placeKey, relisted, type FreshMark, type InboxIndex, type Place } from './inbox-index.ts';
import type { RelistServices } from './relist.ts';
import { sectionOf, unreadWeight, type Row } from './summary.ts';

export interface SettleInboxServices extends RelistServices {
  readonly log: Pick<Log, 'getMany'>;
  readonly inboxIndex: InboxIndex;
  readonly newId: NewId;
}

/** Conversations that one reading of the inbox gives a place, at most. */
const SETTLED_AT_ONCE = 25;
/**
 * How long after its end a day is over: an entry has the time at which its function began to write it, on a clock of
 * its own.
 */
const DAY_MARGIN_MS = 60 * 60_000;

interface Known {
  readonly row: Row;
  readonly head: Head;
}

/**
 * Gives a place to some of the fresh conversations whose day is over, the oldest first. Never fails: what is not done
 * is done by the next reader.
 * @param marks as they were before `fresh` was read
 */
export async function settle(
  services: SettleInboxServices,
  person: string,
  marks: readonly FreshMark[],
  fresh: ReadonlyMap<string, Known>,
  now: number,
): Promise<void> {
  const today = dayOf(now - DAY_MARGIN_MS);
  const due = marks
    .flatMap((mark) => {
      const known = fresh.get(mark.peer);
      return known && mark.day < today && dayOf(known.head.lastMessageAt) < today ? [{ mark, ...known }] : [];
    })
    .sort((one, other) => one.mark.day - other.mark.day)
    .slice(0, SETTLED_AT_ONCE);
  if (due.length === 0) return;
  try {
    // A log has no holes: where nothing follows the head, nothing is missing from it. Whatever is appended from now on
    // is the first message of its day, or no message.
    const following = due.map(({ row, head }) => ({
      conversation: conversationOf(person, row.peer),
      seq: head.lastSeq + 1,
    }));
    const behind = new Set((await services.log.getMany(following)).map(({ conversation }) => conversation));
    const ready = due.filter(({ head }) => !behind.has(head.conversation));
    await Promise.all(ready.map((each) => settleOne(services, person, each, now)));
  } catch (error) {
    console.error('Conversations could not be given their places. The next reader tries again.', error);
  }
}

async function settleOne(
  { conversations, inboxIndex, newId }: SettleInboxServices,
  person: string,
  { mark, row, head }: Known & { readonly mark: FreshMark },
  now: number,
): Promise<void> {
  const id = newId();
  const place = placeOf(person, row, head, id, now);
  const { peer } = row;
  // Others may give it a place at the same time. Only the last to claim the mark removes it, so that it is there until
  // the place is that the row names.
  if (!(await inboxIndex.claimMark(person, mark, id))) return;
  // The row names the new key before there is such an item, and the old ones until they are surely gone: whatever a
  // function that dies here leaves behind is removed next time. The mark hides all of it until the end.
  const seen = Object.fromEntries(PLACING.map((name) => [name, row[name]])) as SeenRow;
  if (!(await conversations.setListed(person, peer, relisted(row, place.key), seen))) return;
  await inboxIndex.addPlace(person, place);
  await Promise.all(namedKeys(row).map((key) => inboxIndex.removePlace(person, key)));
  await inboxIndex.removeMark(person, peer, id);
}

function placeOf(person: string, row: Row, head: Head, id: string, now: number): Place {
  const section = sectionOf(person, row, head);
  const { peer, mutedUntil = Number.MAX_SAFE_INTEGER, declined } = row;
  const at = head.lastMessageAt;
  return {
    section,
    at,
    peer,
    key: placeKey({ section, at, peer }, id),
    unread: unreadWeight(person, row, head),
    mutedUntil: isMuted(row, now) ? mutedUntil : 0,
    ...(declined === true && { declined }),
  };
}
