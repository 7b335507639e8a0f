/** The product's tables, in memory. */

import type { ConversationRow, Preferences, ReadPosition } from '#functions/core/conversation-row.ts';
import { type Entry, type Head, headOf } from '#functions/core/entry.ts';
import { memoryTargets } from '../functions/support/memory-targets.ts';

/** @param appended called with every entry that is appended to a log, before its writer gets an answer */
export function memoryTables(appended: (entry: Entry) => Promise<void>) {
  const logs = new Map<string, Entry[]>();
  const heads = new Map<string, Head>();
  const rows = new Map<string, ConversationRow & Partial<ReadPosition>>();

  const logOf = (conversation: string) => logs.get(conversation) ?? [];
  const entriesBefore = async (conversation: string, before = Infinity, limit = 100) =>
    logOf(conversation)
      .filter(({ seq }) => seq < before)
      .reverse()
      .slice(0, limit);
  const log = {
    /** The generation in which entries are written. */
    generation: 1,
    ...memoryTargets(
      ({ conversation, seq }) => logOf(conversation)[seq - 1],
      (entry) => logs.set(entry.conversation, logOf(entry.conversation).with(entry.seq - 1, entry)),
    ),
    entriesFrom: async (conversation: string, from: number, limit: number) =>
      logOf(conversation)
        .filter(({ seq }) => seq >= from)
        .slice(0, limit),
    entriesBefore,
    pageBefore: entriesBefore,
    tail: async (conversation: string) => logOf(conversation).at(-1),
    get: async ({ conversation, seq }: { conversation: string; seq: number }) => logOf(conversation)[seq - 1],
    getMany: async (positions: readonly { conversation: string; seq: number }[]) =>
      positions.flatMap(({ conversation, seq }) => logOf(conversation)[seq - 1] ?? []),
    heads: async (conversations: readonly string[]) =>
      conversations.flatMap((conversation) => heads.get(conversation) ?? []),
    async put(entry: Entry) {
      if (logOf(entry.conversation).length >= entry.seq) return false;
      logs.set(entry.conversation, [...logOf(entry.conversation), entry]);
      await appended(entry);
      return true;
    },
    skipIfPermanent: () => false,
    async advanceHead(head: Head, after: number) {
      const { lastSeq = 0 } = heads.get(head.conversation) ?? {};
      if (lastSeq < after || lastSeq >= head.lastSeq) return lastSeq;
      heads.set(head.conversation, head);
      return head.lastSeq;
    },
  };
  const conversations = {
    get: async (username: string, peer: string) => rows.get(`${username} ${peer}`),
    getMany: async (username: string, peers: readonly string[]) =>
      peers.flatMap((peer) => rows.get(`${username} ${peer}`) ?? []),
    getOthers: async (usernames: readonly string[], peer: string) =>
      usernames.flatMap((username) => rows.get(`${username} ${peer}`) ?? []),
    async open(one: string, other: string, createdAt: number) {
      for (const [username, peer] of [[one, other] as const, [other, one] as const]) {
        rows.set(`${username} ${peer}`, rows.get(`${username} ${peer}`) ?? { username, peer, createdAt });
      }
    },
    async setPreferences(username: string, peer: string, preferences: Preferences) {
      const row = { ...(rows.get(`${username} ${peer}`) ?? { username, peer, createdAt: 0 }), ...preferences };
      rows.set(`${username} ${peer}`, row);
      return row;
    },
    async setListed(username: string, peer: string, listed: string) {
      const row = rows.get(`${username} ${peer}`);
      if (row) rows.set(`${username} ${peer}`, { ...row, listed });
      return row !== undefined;
    },
    async advanceRead(username: string, peer: string, position: ReadPosition) {
      const row = rows.get(`${username} ${peer}`) ?? { username, peer, createdAt: 0 };
      if ((row.readSeq ?? 0) > position.readSeq) return undefined;
      const moved = { ...row, ...position, markedUnread: undefined };
      rows.set(`${username} ${peer}`, moved);
      return moved;
    },
  };

  /**
   * Puts a conversation back to its first entries, as restored tables would.
   * @param generation in which it goes on
   */
  function restore(conversation: string, entries: number, generation = log.generation): void {
    log.generation = generation;
    const kept = logOf(conversation).slice(0, entries);
    const tail = kept.at(-1);
    logs.set(conversation, kept);
    if (tail) heads.set(conversation, headOf(tail));
  }

  return { logs, log, conversations, restore };
}
