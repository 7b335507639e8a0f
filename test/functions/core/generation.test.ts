/** A log that is restored goes on in another generation, and whoever has seen what is gone is told so. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMessage } from '#contract/entry-kinds.ts';
import { append } from '#functions/core/append.ts';
import { generationOf, headOf, type Entry } from '#functions/core/entry.ts';
import { messagePage } from '#functions/core/message-page.ts';
import { entriesAfter } from '#functions/core/read-log.ts';
import { manualClock } from '../support/clock.ts';
import { message, reaction } from '../support/entries.ts';
import { MemoryLog } from '../support/memory-log.ts';

const CONVERSATION = 'alice~bob';
const clock = manualClock();
const admit = async () => undefined;

async function write(log: MemoryLog, count: number): Promise<void> {
  for (let i = 0; i < count; i++)
    await append(log, { draft: message(), after: undefined, admit, rate: undefined }, clock);
}

/** What a client is told that reads on, and that sends, behind an entry of its own. */
async function told(log: MemoryLog, after: number, generation: number | undefined): Promise<readonly string[]> {
  const codeOf = (error: unknown) => (error as { code: string }).code;
  const read = await entriesAfter(log, CONVERSATION, after, 5, generation).then(() => 'ok', codeOf);
  const request = { draft: message(), after, generation, admit, rate: undefined };
  return [read, await append(log, request, clock).then(() => 'ok', codeOf)];
}

describe('a restored log', () => {
  it('tells `reset` to a client whose entry has another in its place, by reading and by sending', async () => {
    const log = new MemoryLog();
    await write(log, 3);
    log.restore(CONVERSATION, 2, 2);
    await write(log, 2);

    expect(await told(log, 3, 1)).toEqual(['reset', 'reset']);
    expect(await told(log, 3, 2)).toEqual(['ok', 'ok']);
    // What both timelines have is the same entry.
    expect(await told(log, 2, 1)).toEqual(['ok', 'ok']);
    expect(await told(log, 0, 1)).toEqual(['ok', 'ok']);
  });

  it('tells a client that does not say the generation what it always did', async () => {
    const log = new MemoryLog();
    await write(log, 3);
    log.restore(CONVERSATION, 2, 2);

    expect(await told(log, 3, undefined)).toEqual(['reset', 'reset']);
    await write(log, 1);
    expect(await told(log, 3, undefined)).toEqual(['ok', 'ok']);
  });

  it('that had not begun tells so, too', async () => {
    const log = new MemoryLog();
    await write(log, 2);
    log.restore(CONVERSATION, 0, 2);
    await write(log, 2);

    expect(await told(log, 2, 1)).toEqual(['reset', 'reset']);
  });

  it('never goes back to an earlier generation, and its head and pages say the newest', async () => {
    const log = new MemoryLog();
    await write(log, 1);
    log.restore(CONVERSATION, 1, 3);
    await write(log, 1);
    log.generation = 1;
    await append(log, { draft: reaction(1), after: undefined, admit, rate: undefined }, clock);

    const entries = log.of(CONVERSATION);
    expect(entries.map(generationOf)).toEqual([1, 3, 3]);
    expect(generationOf(headOf(entries.at(-1) as Entry))).toBe(3);
    expect(await messagePage(log, CONVERSATION, undefined, 5)).toMatchObject({ through: 3, generation: 3 });
  });

  it('says of the newest page the generation of the entry that the page is complete to', async () => {
    const log = new MemoryLog();
    await write(log, 1);
    for (let i = 0; i < 200; i++)
      await append(log, { draft: reaction(1), after: undefined, admit, rate: undefined }, clock);
    log.restore(CONVERSATION, 201, 2);
    await write(log, 1);
    log.headSeqs.set(CONVERSATION, 1);

    expect(await messagePage(log, CONVERSATION, undefined, 5)).toMatchObject({ through: 201, generation: 1 });
  });

  it('at whatever moments it is restored, tells `reset` exactly where the entry is no longer there', async () => {
    const step = fc.record({ writes: fc.nat(4), keep: fc.nat(6) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
        const log = new MemoryLog();
        const seen: Entry[] = [];
        for (const [i, { writes, keep }] of steps.entries()) {
          await write(log, writes);
          seen.push(...log.of(CONVERSATION));
          log.restore(CONVERSATION, keep, i + 2);
        }
        await write(log, 3);

        const names = new Set(
          log
            .of(CONVERSATION)
            .filter(isMessage)
            .map(({ clientId }) => clientId),
        );
        for (const entry of seen) {
          const [read] = await told(log, entry.seq, generationOf(entry));
          expect(read).toBe(names.has(entry.clientId) ? 'ok' : 'reset');
        }
      }),
    );
  });
});
