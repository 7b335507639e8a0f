/** Turns the rows of a conversation into what is shown: days, the line above what is new, and messages in groups. */
import type { MessageRow } from '#client/mailbox.ts';
import { dayOf } from '../text/dates.ts';

export interface MessageOnTimeline {
  readonly kind: 'message';
  readonly key: string;
  readonly row: MessageRow;
  readonly date: Date;
  /** Whether it begins, and ends, a run of messages by one person within a short time. */
  readonly first: boolean;
  readonly last: boolean;
}

export type TimelineItem =
  | { readonly kind: 'day'; readonly key: string; readonly date: Date }
  | { readonly kind: 'new'; readonly key: string }
  | MessageOnTimeline;

/** Milliseconds between two messages of one person from which on they stand apart. */
const GROUP_GAP = 5 * 60_000;

/**
 * @param me my user name
 * @param newAfter seq after which the messages of the other person are new on this visit
 */
export function timeline(rows: readonly MessageRow[], me: string, newAfter: number): readonly TimelineItem[] {
  const firstNew = rows.find((row) => row.sender !== me && row.seq !== undefined && row.seq > newAfter);
  const items: TimelineItem[] = [];
  let previous: { sender: string; date: Date } | undefined;
  for (const row of rows) {
    const date = new Date(row.timestamp);
    let first =
      previous === undefined || previous.sender !== row.sender || date.getTime() - previous.date.getTime() > GROUP_GAP;
    if (previous === undefined || dayOf(previous.date) !== dayOf(date)) {
      items.push({ kind: 'day', key: `day ${row.key}`, date });
      first = true;
    }
    if (row === firstNew) {
      items.push({ kind: 'new', key: 'new' });
      first = true;
    }
    items.push({ kind: 'message', key: row.key, row, date, first, last: false });
    previous = { sender: row.sender, date };
  }
  return withGroupEnds(items);
}

/** A message is the last of its group where no other message of the group follows. */
function withGroupEnds(items: readonly TimelineItem[]): readonly TimelineItem[] {
  return items.map((item, index) => {
    const next = items[index + 1];
    return item.kind === 'message' ? { ...item, last: next?.kind !== 'message' || next.first } : item;
  });
}
