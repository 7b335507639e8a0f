/**
 * Turns the rows of a conversation into what the list shows: days, a line above new messages, and messages in
 * groups.
 */
import type { ConversationView, MessageRow } from '#client/mailbox.ts';
import { dayOf } from '../text/days.ts';

export interface TimelineMessage {
  readonly kind: 'message';
  readonly key: string;
  readonly row: MessageRow;
  readonly date: Date;
  /** Whether it starts, and ends, a group: messages by one person within a short time. */
  readonly first: boolean;
  readonly last: boolean;
}

export type TimelineItem =
  | { readonly kind: 'day'; readonly key: string; readonly date: Date }
  | { readonly kind: 'new'; readonly key: string }
  /** One or more entries that this version cannot show. */
  | { readonly kind: 'unknown'; readonly key: string }
  /** Newer messages are not loaded. */
  | { readonly kind: 'newer'; readonly key: string }
  | TimelineMessage;

/** Messages further apart than this are in different groups. */
const GROUP_GAP_MS = 5 * 60_000;

/**
 * @param me my user name
 * @param newAfter the other person's messages after this seq are new on this visit
 */
export function timeline(
  { rows, unknown, hasOlder, hasNewer }: Pick<ConversationView, 'rows' | 'unknown' | 'hasOlder' | 'hasNewer'>,
  me: string,
  newAfter: number,
): readonly TimelineItem[] {
  const oldest = Math.min(rows[0]?.seq ?? Infinity, unknown[0]?.seq ?? Infinity);
  // Where older messages are missing, the first new one may be among them.
  const isFirstHere = !hasOlder || oldest <= newAfter + 1;
  const firstNew = isFirstHere
    ? rows.find((row) => row.sender !== me && row.seq !== undefined && row.seq > newAfter)
    : undefined;
  const items: TimelineItem[] = [];
  const seqs = unknown.map(({ seq }) => seq);
  /** Adds one line for the entries of unknown kinds that stand before a row. */
  const addUnknown = (before: number): boolean => {
    const passed = seqs.splice(0, seqs.filter((seq) => seq < before).length);
    if (passed.length > 0) items.push({ kind: 'unknown', key: `unknown ${passed[0]}` });
    return passed.length > 0;
  };
  let previous: { sender: string; date: Date } | undefined;
  let isBeforeNewer = hasNewer;
  /** My unsent messages stand behind those that are not loaded. */
  const addNewer = (): void => {
    if (isBeforeNewer) items.push({ kind: 'newer', key: 'newer' });
    isBeforeNewer = false;
  };
  for (const row of rows) {
    if (row.state !== 'sent') addNewer();
    const date = new Date(row.timestamp);
    let first =
      addUnknown(row.seq ?? Infinity) ||
      previous === undefined ||
      previous.sender !== row.sender ||
      date.getTime() - previous.date.getTime() > GROUP_GAP_MS;
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
  addUnknown(Infinity);
  addNewer();
  return withGroupEnds(items);
}

/** Marks the last message of each group. */
function withGroupEnds(items: readonly TimelineItem[]): readonly TimelineItem[] {
  return items.map((item, index) => {
    const next = items[index + 1];
    return item.kind === 'message' ? { ...item, last: next?.kind !== 'message' || next.first } : item;
  });
}
