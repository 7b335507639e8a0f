/**
 * Queueing what there is to tell of new messages. The second consumer of their stream does it and nothing else, so that
 * a slow push service never holds a shard. It may run twice and late: the sender checks everything again.
 *
 * Most messages go to people who have no device, or who were told already and have not looked. They cost a small
 * read or two, and no job.
 */

import type { ConversationRow } from '../conversation-row.ts';
import type { Entry } from '../entry.ts';
import type { Clock } from '../ports.ts';
import type { Audience, PushDevices } from './device.ts';
import { FIRST_WAIT_SECONDS, type PushQueue, type QueuedJob } from './job.ts';
import { isUntold } from './told.ts';

export interface QueueMessagesServices {
  readonly devices: Pick<PushDevices, 'reachable' | 'audience'>;
  readonly rows: Rows;
  readonly queue: PushQueue;
  readonly clock: Pick<Clock, 'now'>;
}

/** Reading people's own views of conversations. */
export interface Rows {
  /** Returns the rows that exist. */
  getMany(keys: readonly Pick<ConversationRow, 'username' | 'peer'>[]): Promise<readonly ConversationRow[]>;
}

/**
 * Queues a job for each conversation and recipient of these entries.
 * @returns the entries whose jobs could not be queued, and must be delivered again
 */
export async function queueMessages(
  { devices, rows, queue, clock }: QueueMessagesServices,
  entries: readonly Entry[],
): Promise<readonly Entry[]> {
  // One push is enough: that of the newest.
  const newest = new Map<string, Entry>();
  for (const entry of entries) {
    const key = `${entry.conversation} ${entry.recipient}`;
    if (isTold(entry) && entry.seq > (newest.get(key)?.seq ?? 0)) newest.set(key, entry);
  }
  if (newest.size === 0) return [];

  // Eventually consistent: who has just subscribed has their page in sight.
  const withDevices = await devices.reachable(namesOf([...newest.values()]));
  const reachable = [...newest.values()].filter(({ recipient }) => withDevices.has(recipient));
  if (reachable.length === 0) return [];
  const [people, views] = await Promise.all([
    devices.audience(namesOf(reachable), 'eventual'),
    rows.getMany(reachable.map(({ recipient, sender }) => ({ username: recipient, peer: sender }))),
  ]);
  const untold = reachable.filter((entry) => {
    const row = views.find(({ username, peer }) => username === entry.recipient && peer === entry.sender);
    return !row || isUntold(row, entry.seq, clock.now());
  });
  const failed = await queue.send(untold.map((entry) => queued(entry, people.get(entry.recipient))));
  const failures = new Set(
    failed.map(({ job }) => `${job.kind === 'message' ? job.conversation : ''} ${job.recipient}`),
  );
  return entries.filter(({ conversation, recipient }) => failures.has(`${conversation} ${recipient}`));
}

const namesOf = (entries: readonly Entry[]): readonly string[] => [
  ...new Set(entries.map(({ recipient }) => recipient)),
];

function queued({ conversation, seq, recipient }: Entry, audience: Audience | undefined): QueuedJob {
  const job = { kind: 'message' as const, conversation, seq, recipient };
  return audience && audience.inSight.size > 0
    ? { job: { ...job, waits: 1 }, delaySeconds: FIRST_WAIT_SECONDS }
    : { job, delaySeconds: 0 };
}

/**
 * True for an entry that may be told: a message, also of a kind that a newer version writes, to somebody else. A
 * request is shown apart and does not ring, unless it is an offer for a post.
 */
export const isTold = (entry: Entry): boolean =>
  entry.lastMessage === entry.seq &&
  entry.sender !== entry.recipient &&
  (entry.request !== true || entry.lastPost === entry.seq);
