/**
 * The part of a conversation's log that a replica holds as messages is trimmed at the end that is further from its
 * reader. So a conversation costs the same however long it is.
 */

import type { LogReplica } from './log-replica.ts';

/** The most messages that are held of a conversation: many screens, and few enough to be drawn at once. */
const MAX_MESSAGES = 300;

/**
 * Leaves out messages of the far end, or of both ends.
 * @param place seq of the message that is being read; the default is the newest
 */
export function trimmed(replica: LogReplica, place = Infinity, max = MAX_MESSAGES): LogReplica {
  const { messages, unknown, extent } = replica;
  const seqs = [...messages, ...unknown].map(({ seq }) => seq).sort((one, other) => one - other);
  const excess = seqs.length - max;
  if (excess <= 0) return replica;
  const index = seqs.findIndex((seq) => seq >= place);
  const middle = (index < 0 ? seqs.length : index) - Math.floor(max / 2);
  const start = Math.min(Math.max(middle, 0), excess);
  const first = seqs[start] ?? 0;
  // Of what lies beyond a gap, everything stays: it counts as here.
  const cutsNewest = start < excess && extent.ahead.length === 0;
  const last = cutsNewest ? (seqs[start + max - 1] ?? 0) : Infinity;
  const isInside = ({ seq }: { readonly seq: number }) => seq >= first && seq <= last;
  return {
    ...replica,
    messages: messages.filter(isInside),
    unknown: unknown.filter(isInside),
    extent: {
      ...extent,
      oldest: first,
      hasOlder: extent.hasOlder || start > 0,
      ...(cutsNewest && { until: last }),
    },
  };
}
