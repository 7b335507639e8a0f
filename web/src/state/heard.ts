/** Which conversations have a message that the page did not know of before. */
import type { InboxRow } from '#client/mailbox.ts';

/** What the page knew of the inbox when it looked. */
export interface Heard {
  /** The newest message of each conversation, by peer. */
  readonly seqs: ReadonlyMap<string, number>;
  /** When the newest message of all was written. */
  readonly through: string;
}

/** How much later the clock of one function may be than that of another. */
const SKEW_MS = 10_000;

export const heardIn = (inbox: readonly InboxRow[]): Heard => ({
  seqs: new Map(inbox.map(({ peer, lastMessage }) => [peer, lastMessage?.seq ?? 0])),
  through: inbox.map(({ lastMessage }) => lastMessage?.timestamp ?? '').reduce(later, ''),
});

/**
 * True if the newest message of a conversation has arrived since. Of a conversation that was not known, it may be old:
 * somebody has scrolled to it.
 */
export function isNewSince({ seqs, through }: Heard, { peer, lastMessage }: InboxRow): boolean {
  if (!lastMessage) return false;
  const known = seqs.get(peer);
  if (known !== undefined) return lastMessage.seq > known;
  return through === '' || Date.parse(lastMessage.timestamp) > Date.parse(through) - SKEW_MS;
}

const later = (one: string, other: string): string => (one > other ? one : other);
