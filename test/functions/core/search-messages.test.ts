/** Searching a conversation, page by page, while it goes on. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMessage } from '#contract/entry-kinds.ts';
import { apply } from '#functions/core/apply.ts';
import { nextEntry, type Draft } from '#functions/core/entry.ts';
import { wordsToFind } from '#functions/core/excerpt.ts';
import { searchMessages, type SearchServices } from '#functions/core/search-messages.ts';
import { NOW } from '../support/clock.ts';
import { deletion, draftOf, logOf, message, messages, newerEntry, reaction } from '../support/entries.ts';
import { MemoryLog } from '../support/memory-log.ts';

const CONVERSATION = 'alice~bob';

const servicesOf = (log: MemoryLog): SearchServices => ({
  log,
  users: {
    get: async (username) => (username === 'bob' ? { username, displayName: 'Bob', createdAt: NOW } : undefined),
  },
  inboxIndex: { markFresh: async () => undefined },
});

const search = (log: MemoryLog, text: string, { before, limit = 50 }: { before?: number; limit?: number } = {}) =>
  searchMessages(servicesOf(log), 'alice', 'bob', wordsToFind(text), before, limit);

const seqsOf = ({ found }: Awaited<ReturnType<typeof search>>) => found.map((hit) => hit.message.seq);

/** Appends an entry. @param isApplied whether its function lived to apply it */
async function append(log: MemoryLog, draft: Draft, isApplied = true): Promise<void> {
  const entry = nextEntry(await log.tail(CONVERSATION), draft, NOW);
  await log.put(entry);
  if (isApplied) await apply(entry, log);
}

describe('a search in a conversation', () => {
  it('finds the texts as they are now, the newest first', async () => {
    const log = new MemoryLog(
      logOf(message('a ladder'), message('no'), message('Two LADDERS', { sender: 'bob', recipient: 'alice' })),
    );

    const page = await search(log, 'ladder');

    expect(page.found.map((hit) => [hit.message.sender, hit.excerpt])).toEqual([
      ['bob', [{ text: 'Two ' }, { text: 'LADDER', found: true }, { text: 'S' }]],
      ['alice', [{ text: 'a ' }, { text: 'ladder', found: true }]],
    ]);
    expect(page).toMatchObject({ next: undefined, since: NOW - 2_000 });
  });

  it.each([true, false])('finds no deleted text, and none that was edited away (applied: %s)', async (isApplied) => {
    const log = new MemoryLog(logOf(message('a ladder'), message('a ladder'), message('a ladder')));
    await append(log, deletion(1), isApplied);
    await append(log, draftOf({ kind: 'edit', target: 2, body: 'a rope' }), isApplied);
    await append(log, draftOf({ kind: 'edit', target: 3, body: 'a long ladder' }), isApplied);

    expect(seqsOf(await search(log, 'ladder'))).toEqual([3]);
    expect(seqsOf(await search(log, 'ladder long'))).toEqual([3]);
    expect(seqsOf(await search(log, 'rope'))).toEqual([2]);
  });

  it('passes over what a newer version wrote', async () => {
    const log = new MemoryLog(logOf(message('Tea')));
    await log.put(newerEntry(log.entries, 'message'));

    expect(seqsOf(await search(log, 'tea'))).toEqual([1]);
  });

  it('is `unavailable` while a deletion may be hidden behind the head, and brings the head on', async () => {
    const log = new MemoryLog(logOf(message('a ladder'), ...Array.from({ length: 250 }, () => message('no'))));
    await append(log, deletion(1), false);

    await expect(search(log, 'ladder')).rejects.toMatchObject({ code: 'unavailable', retryAfter: 1 });
    expect(seqsOf(await search(log, 'ladder'))).toEqual([]);
  });

  it('reads a thousand entries at most, in one read, and goes on from there', async () => {
    const log = new MemoryLog([...messages(2_500, {})]);
    log.headSeqs.set(CONVERSATION, 2_500);

    const first = await search(log, 'nothing');
    const last = await search(log, 'nothing', { before: 501 });

    expect(first).toMatchObject({ found: [], next: 1_501 });
    expect(last).toMatchObject({ found: [], next: undefined });
    expect(log.calls.entriesBefore).toBe(2);
  });

  it('with somebody unknown is not found', async () => {
    const services = servicesOf(new MemoryLog());
    for (const peer of ['nobody', 'Bob', '~'])
      await expect(searchMessages(services, 'alice', peer, ['a'], undefined, 50)).rejects.toMatchObject({
        code: 'not-found',
      });
    expect(await search(new MemoryLog(), 'a')).toEqual({ found: [], next: undefined, since: undefined });
  });

  it('finds each visible text once, in order, over all pages, while the conversation goes on', async () => {
    const word = fc.constantFrom('ladder', 'Leiter', 'LÄDDER', 'none');
    const drafts = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: word.map((text) => message(text)) },
        fc.tuple(fc.nat(), word).map(([target, body]) => draftOf({ kind: 'edit', target: target + 1, body })),
        fc.nat().map((target) => deletion(target + 1)),
        fc.nat().map((target) => reaction(target + 1)),
      ),
      { maxLength: 60 },
    );
    const given = { drafts, later: drafts, applied: fc.func(fc.boolean()), limit: fc.integer({ min: 1, max: 5 }) };
    const bounds = { readMax: fc.integer({ min: 1, max: 12 }), head: fc.nat(60) };
    await fc.assert(
      fc.asyncProperty(fc.record({ ...given, ...bounds }), async ({ limit, readMax, head, ...written }) => {
        const log = new MemoryLog();
        log.readMax = readMax;
        /** Adds what makes sense: a change has a message as its target. */
        const add = async (draft: Draft | undefined): Promise<void> => {
          if (!draft) return;
          const seqs = log.entries.filter(({ kind }) => kind === 'message').map(({ seq }) => seq);
          const target = draft.kind === 'message' ? undefined : seqs[draft.target % seqs.length];
          if (draft.kind === 'message') await append(log, draft);
          else if (target !== undefined) await append(log, { ...draft, target }, written.applied(log.entries.length));
        };
        for (const draft of written.drafts) await add(draft);
        // The head never passes what is not applied.
        const reached = Math.min(head, log.entries.length);
        for (const entry of log.entries.slice(0, reached)) await apply(entry, log);
        log.headSeqs.set(CONVERSATION, reached);
        const end = log.entries.length;
        const changedLater = new Set<number>();

        const seen: number[] = [];
        const pending = [...written.later];
        let before: number | undefined;
        do {
          const visible = await visibleIn(log);
          const page = await search(log, 'ladder', { limit, ...(before !== undefined && { before }) });
          expect(page.found.filter((hit) => !visible.has(hit.message.seq))).toEqual([]);
          seen.push(...seqsOf(page));
          before = page.next;
          const draft = pending.shift();
          await add(draft);
          const added = log.entries.at(-1);
          if (draft && draft.kind !== 'message' && added && 'target' in added) changedLater.add(added.target);
        } while (before !== undefined);

        expect(seen).toEqual([...new Set(seen)].toSorted((one, other) => other - one));
        const missed = [...(await visibleIn(log))].filter((seq) => seq <= end && !seen.includes(seq));
        expect(missed.filter((seq) => !changedLater.has(seq))).toEqual([]);
      }),
    );
  });
});

/** Returns the messages whose texts have a ladder once everything is applied. */
async function visibleIn(log: MemoryLog): Promise<ReadonlySet<number>> {
  const applied = new MemoryLog(structuredClone(log.entries));
  for (const entry of log.of(CONVERSATION)) await apply(entry, applied);
  const isLadder = ({ body }: { readonly body: string }): boolean => /l[aä]dder/i.test(body);
  return new Set(applied.entries.flatMap((entry) => (isMessage(entry) && isLadder(entry) ? [entry.seq] : [])));
}
