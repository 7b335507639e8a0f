/** Entries that travel in their announcement, from memory. */

import { messageId } from '#contract/message-id.ts';
import { presentEntry } from '#functions/api/present.ts';
import type { Entry } from '#functions/core/entry.ts';
import type { InlineEntries } from '#functions/core/inline-entries.ts';
import type { Connections } from '#functions/core/ports.ts';

/**
 * @param list finds the sockets of people
 * @param stored returns the entries that there are
 */
export const inlineFrom = (list: Connections['list'], stored: () => readonly Entry[]): InlineEntries => ({
  async read(usernames, positions) {
    const wanted = new Set(positions.map(messageId));
    return { sockets: await list(usernames), entries: stored().filter((entry) => wanted.has(messageId(entry))) };
  },
  present: presentEntry,
});
