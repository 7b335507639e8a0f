/**
 * What one person writes never makes another's reads dearer than a bound: no read follows the number of entries, only
 * the size of the page.
 */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMessage } from '#contract/entry-kinds.ts';
import { Refusal } from '#contract/refusal.ts';
import { append } from '#functions/core/append.ts';
import { withChanges } from '#functions/core/apply.ts';
import { addReaction, deleteMessage, editMessage, removeReaction } from '#functions/core/change-message.ts';
import type { Draft, KnownEntry, MessageEntry } from '#functions/core/entry.ts';
import { exportEntries } from '#functions/core/export-entries.ts';
import { messagePage, type MessagePage } from '#functions/core/message-page.ts';
import { project, repairHead } from '#functions/core/projection.ts';
import { entriesAfter } from '#functions/core/read-log.ts';
import { manualClock } from '../support/clock.ts';
import { CountingLog } from '../support/counting-log.ts';
import { deletion, draftOf, edit, logOf, message, reaction } from '../support/entries.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { noFeed } from '../support/no-feed.ts';

const CONVERSATION = 'alice~bob';
/** Reads of a page at most, beside those of the changes that are not applied. */
const PAGE_QUERIES = 10;
/** Entries after the head that a read applies, and that a reader advances a head over. */
const UNAPPLIED = 200;

const ids = { clientId: 'client', requestId: 'request', origin: undefined };
const recipient = {
  profile: { username: 'bob', displayName: 'Bob', createdAt: 0 },
  sender: { username: 'alice', displayName: 'Alice', createdAt: 0 },
  blocksSender: false,
} as never;

/** What somebody writes: a few messages, or many changes of a message before them. */
type Burst = { readonly messages: number } | { readonly changes: number; readonly of: number };

const burst: fc.Arbitrary<Burst> = fc.oneof(
  fc.record({ messages: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ changes: fc.integer({ min: 1, max: 600 }), of: fc.nat() }),
  fc.record({ changes: fc.integer({ min: 1, max: 4 }), of: fc.nat() }),
);

const bursts = fc.array(burst, { maxLength: 15 });

/** A log of these bursts: changes are edits, reactions and now and then a deletion. */
function written(parts: readonly Burst[]): readonly KnownEntry[] {
  const drafts: Draft[] = [message('The first')];
  const targets = [1];
  const write = (draft: Draft): number => drafts.push(draft);
  for (const part of parts) {
    if ('messages' in part)
      for (let i = 0; i < part.messages; i++) targets.push(write(message(`After ${drafts.length}`)));
    else {
      const target = targets[part.of % targets.length] ?? 1;
      for (let i = 0; i < part.changes; i++) {
        const change = [reaction, edit, (seq: number) => reactionBy('bob', seq, i % 2 === 0)][i % 3] ?? reaction;
        write(i === 100 ? deletion(target) : change(target));
      }
    }
  }
  return logOf(...drafts);
}

const reactionBy = (sender: 'alice' | 'bob', target: number, on: boolean): Draft =>
  draftOf({ kind: 'reaction', target, emoji: '👍', on }, { sender, recipient: sender === 'alice' ? 'bob' : 'alice' });

/** A log of which the consumer has applied what comes up to a seq. */
async function appliedUpTo(entries: readonly KnownEntry[], head: number): Promise<CountingLog> {
  const log = new CountingLog(entries);
  const applied = entries.slice(0, head);
  if (applied.length > 0)
    await project(applied, { log, conversations: { open: async () => undefined }, ...noFeed(), ...memoryFiles() });
  log.forget();
  return log;
}

/** The messages as they read once every change up to a seq is applied, newest first. */
const readingUpTo = (entries: readonly KnownEntry[], end: number): readonly MessageEntry[] =>
  entries
    .filter((entry) => entry.kind === 'message')
    .map((entry) =>
      withChanges(
        entry,
        entries.filter((change) => change.kind !== 'message').filter(({ seq }) => seq <= end),
      ),
    )
    .toReversed();

const shown = ({ seq, body, deletionSeq, editSeq, ...rest }: MessageEntry) => ({
  seq,
  body,
  deletionSeq,
  editSeq,
  reactions: Object.fromEntries(Object.entries(rest).filter(([name]) => name.startsWith('r#'))),
});

const pageAndCost = async (log: CountingLog, before: number | undefined, limit: number) => {
  log.forget();
  const page = await messagePage(log, CONVERSATION, before, limit);
  return { page, queries: log.queries, items: log.items };
};

describe('a page of messages', () => {
  it('costs a bounded number of reads, and reads as its messages do, whatever was written between them', async () => {
    await fc.assert(
      fc.asyncProperty(
        bursts,
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (parts, limit, share) => {
          const entries = written(parts);
          const log = await appliedUpTo(entries, Math.round(share * entries.length));

          let before: number | undefined;
          let upTo = Infinity;
          const all: MessageEntry[] = [];
          do {
            const { page, queries, items } = await pageAndCost(log, before, limit);
            expect(queries).toBeLessThanOrEqual(PAGE_QUERIES + 2);
            expect(items).toBeLessThanOrEqual(PAGE_QUERIES * limit + UNAPPLIED + 1);
            expect(page.messages.length).toBeGreaterThan(0);
            const tookAllQueries = queries >= PAGE_QUERIES;
            expect(page.messages.length === limit || page.next === undefined || tookAllQueries).toBe(true);
            if (before === undefined) upTo = page.through;
            all.push(...page.messages.filter(isMessage));
            before = page.next;
          } while (before !== undefined);

          // Entries after `through` are read from the log, and applied by the client.
          const later = entries.filter((entry) => entry.kind !== 'message' && entry.seq > upTo) as never[];
          const expected = readingUpTo(entries, Infinity).map(shown);
          expect(all.map((each) => shown(withChanges(each, later)))).toEqual(expected);
          expect(upTo).toBeGreaterThanOrEqual(Math.min(entries.length, Math.round(share * entries.length) + UNAPPLIED));
        },
      ),
      { numRuns: 25 },
    );
  });

  it.each([100, 100_000])('costs two queries after a flood of %i changes', async (changes) => {
    const drafts = Array.from({ length: 20 }, () => message());
    const entries = flooded(logOf(...drafts), changes);
    const log = new CountingLog(entries);
    log.headSeqs.set(CONVERSATION, entries.length);

    const { page, queries, items } = await pageAndCost(log, undefined, 15);

    expect(seqsOf(page)).toEqual([20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6]);
    expect(page.through).toBe(20 + changes);
    // The head, and two queries.
    expect([queries, items]).toEqual([3, 1 + 2 * 15]);
  });

  it('costs one query in an ordinary conversation, beside its head', async () => {
    const log = new CountingLog(logOf(...Array.from({ length: 20 }, () => message())));
    log.headSeqs.set(CONVERSATION, 20);

    const { queries, items } = await pageAndCost(log, undefined, 15);

    expect([queries, items]).toEqual([2, 16]);
  });
});

describe('every other read', () => {
  const clock = manualClock();
  const requestOf = { person: 'alice', position: { conversation: CONVERSATION, seq: 1 }, ...ids };
  const ledger = new MemoryLedger();
  const recipients = { load: async () => recipient };
  const services = (log: CountingLog) => ({ ...memoryFiles(), log, ledger, clock, limits: {}, recipients });
  const sending = (after: number | undefined) => (log: CountingLog) =>
    append(log, { draft: message(), after, admit: async () => undefined, rate: undefined }, clock);

  // The changes were never applied, and a change that finds more of them than it can read is appended once more. What
  // limits edits and reactions reads the unapplied ones once, before it appends.
  const reads: readonly [name: string, read: (log: CountingLog) => Promise<unknown>, cost: readonly number[]][] = [
    ['a page of the log', (log) => entriesAfter(log, CONVERSATION, 0, 100), [1, 102]],
    ['an export', (log) => exportEntries(log, 'alice', ['bob'], { peer: '', seq: 0 }), [1, 100]],
    ['the repair of a head', (log) => repairHead({ log, ...noFeed() }, CONVERSATION, undefined, 500), [1, UNAPPLIED]],
    ['an edit', (log) => editMessage(services(log), { ...requestOf, body: 'Hi' }), [6, UNAPPLIED + 6]],
    ['the same text', (log) => editMessage(services(log), { ...requestOf, body: 'Hello' }), [9, 2 * UNAPPLIED + 9]],
    ['a reaction', (log) => addReaction(services(log), { ...requestOf, emoji: '👍' }), [5, UNAPPLIED + 5]],
    ['no reaction', (log) => removeReaction(services(log), { ...requestOf, emoji: '👍' }), [8, 2 * UNAPPLIED + 8]],
    ['a deletion', (log) => deleteMessage(services(log), requestOf), [2, 2]],
    ['a send of a client that knows nothing', sending(undefined), [1, 1]],
    ['a send of a client that is behind', sending(2), [1, 202]],
    ['a send that is looked for in the whole log', sending(0), [1, 202]],
  ];

  it.each(reads)('costs the same after any flood of changes: %s', async (_name, read, cost) => {
    for (const changes of [500, 50_000]) {
      const log = new CountingLog(flooded(logOf(message('Hello'), message('Two')), changes));
      log.headSeqs.set(CONVERSATION, 2);

      const refusal = await read(log).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );

      expect([log.queries, log.items]).toEqual(cost);
      expect(refusal === undefined || (refusal instanceof Refusal && refusal.code === 'behind')).toBe(true);
    }
  });
});

const seqsOf = ({ messages }: MessagePage): number[] => messages.map(({ seq }) => seq);

/** Reactions put and taken back, quickly made: the running state of each is that of the last entry. */
function flooded(entries: readonly KnownEntry[], changes: number): KnownEntry[] {
  const [tail = expect.fail('An empty log')] = entries.slice(-1);
  const flood = logOf(message(), reactionBy('bob', 1, true)).slice(-1);
  return [
    ...entries,
    ...Array.from({ length: changes }, (_, i) => ({
      ...(flood[0] ?? tail),
      seq: tail.seq + 1 + i,
      on: i % 2 === 0,
      counts: tail.counts,
      lastMessage: tail.lastMessage,
      lastMessageAt: tail.lastMessageAt,
    })),
  ] as KnownEntry[];
}
