/** Pages of messages, whatever changes lie between them. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMessage } from '#contract/entry-kinds.ts';
import type { Draft } from '#functions/core/entry.ts';
import { messagePage, type MessagePage } from '#functions/core/message-page.ts';
import { deletion, edit, logOf, message, messages, reaction } from '../support/entries.ts';
import { MemoryLog } from '../support/memory-log.ts';

const pageOf = (log: MemoryLog, before: number | undefined, limit: number): Promise<MessagePage> =>
  messagePage(log, 'alice~bob', before, limit);

const seqsOf = ({ messages: page }: MessagePage): number[] => page.map(({ seq }) => seq);

const bodies = ({ messages: page }: MessagePage): string[] => page.filter(isMessage).map(({ body }) => body);

const changesOfFirst = (count: number): Draft[] => Array.from({ length: count }, () => reaction(1));

/** A message, then this many reactions to the first one. */
const withReactions = (count: number): Draft[] => [message(), ...changesOfFirst(count)];

describe('the newest page', () => {
  it('of an empty conversation is empty, and complete up to 0', async () => {
    const empty = { messages: [], next: undefined, through: 0, head: undefined };
    expect(await pageOf(new MemoryLog(), undefined, 15)).toEqual(empty);
  });

  it('has the newest messages, newest first, in one read', async () => {
    const log = new MemoryLog(messages(40));

    const page = await pageOf(log, undefined, 15);

    expect(seqsOf(page)).toEqual([40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26]);
    expect(page).toMatchObject({ next: 26, through: 40 });
    expect(log.calls.entriesBefore).toBe(1);
  });

  it('has no next page where the conversation is no longer', async () => {
    expect(await pageOf(new MemoryLog(messages(15)), undefined, 15)).toMatchObject({ next: undefined, through: 15 });
  });

  it('has the same number of messages however many changes lie between them', async () => {
    const log = new MemoryLog(logOf(message(), message(), edit(1), ...withReactions(250), message(), edit(2), edit(4)));
    log.headSeqs.set('alice~bob', 255);

    const page = await pageOf(log, undefined, 3);

    expect(seqsOf(page)).toEqual([255, 4, 2]);
    expect(page).toMatchObject({ next: 2, through: 257 });
    // The newest three entries, the three before them, which are changes of message 4, and that message with two more.
    expect(log.calls).toMatchObject({ entriesBefore: 3, entriesFrom: 0 });
  });

  it('is complete up to 200 entries after the head if the consumer lags more, and the log has the rest', async () => {
    const log = new MemoryLog(logOf(message('One'), edit(1), ...withReactions(250), deletion(1), message('Four')));
    log.headSeqs.set('alice~bob', 1);

    const page = await pageOf(log, undefined, 2);

    expect(page).toMatchObject({ messages: [{ body: 'Four' }, { seq: 3 }], through: 201 });
    expect(bodies(await pageOf(log, 3, 2))).toEqual(['Hello!']);
  });

  it('ends with fewer messages where each has a run of changes after it, and the next page goes on', async () => {
    const log = new MemoryLog(logOf(...Array.from({ length: 30 }, () => [message(), ...changesOfFirst(40)]).flat()));
    log.headSeqs.set('alice~bob', 30 * 41);

    const page = await pageOf(log, undefined, 15);

    expect(page.messages).toHaveLength(9);
    expect(page.next).toBe(page.messages.at(-1)?.seq);
    expect(log.calls.entriesBefore).toBe(10);
    expect(seqsOf(await pageOf(log, page.next, 15))[0]).toBe((page.next ?? 0) - 41);
  });

  it('is complete up to the newest entry, even one that is not a message', async () => {
    const log = new MemoryLog(logOf(message(), edit(1), reaction(1)));

    expect(await pageOf(log, undefined, 1)).toMatchObject({ messages: [{ seq: 1 }], next: undefined, through: 3 });
  });
});

describe('an older page', () => {
  it('starts before the given seq, whether or not that is a message', async () => {
    const log = new MemoryLog(logOf(message(), message(), edit(1), edit(2), message()));

    expect(seqsOf(await pageOf(log, 5, 15))).toEqual([2, 1]);
    expect(seqsOf(await pageOf(log, 4, 15))).toEqual([2, 1]);
    expect(seqsOf(await pageOf(log, 2, 15))).toEqual([1]);
  });

  it('before the first entry is empty', async () => {
    for (const before of [0, 1])
      expect(await pageOf(new MemoryLog(messages(3)), before, 15)).toEqual({
        messages: [],
        next: undefined,
        through: 0,
        head: undefined,
      });
  });
});

describe('a page', () => {
  it('that is the newest has every change, also where nobody has applied it yet', async () => {
    const log = new MemoryLog(
      logOf(message('One'), message('Two'), message('Three'), edit(2), deletion(3), message('Four')),
    );

    expect(bodies(await pageOf(log, undefined, 4))).toEqual(['Four', '', 'Hello!', 'One']);
  });

  it('that is older also has the changes that the consumer has not reached', async () => {
    const log = new MemoryLog(logOf(message('One'), message('Two'), ...withReactions(120), edit(1), deletion(2)));
    log.headSeqs.set('alice~bob', 123);

    expect(bodies(await pageOf(log, 3, 2))).toEqual(['', 'Hello!']);
  });
});

describe('page by page', () => {
  it('every message is shown once, newest first, whatever lies between', async () => {
    const kinds = fc.array(fc.boolean(), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(kinds, fc.integer({ min: 1, max: 8 }), async (kindsOf, limit) => {
        const log = new MemoryLog(logOf(message(), ...kindsOf.map((yes) => (yes ? message() : reaction(1)))));

        const seen: number[] = [];
        let before: number | undefined;
        do {
          const { entriesBefore } = log.calls;
          const page = await pageOf(log, before, limit);
          const tookAllQueries = log.calls.entriesBefore - entriesBefore === 10;
          expect(page.messages.length === limit || page.next === undefined || tookAllQueries).toBe(true);
          seen.push(...seqsOf(page));
          before = page.next;
        } while (before !== undefined);

        const all = log.of('alice~bob').filter(({ kind }) => kind === 'message');
        expect(seen).toEqual(all.map(({ seq }) => seq).toReversed());
      }),
    );
  });
});
