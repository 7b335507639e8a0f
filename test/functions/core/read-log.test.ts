/** Catching up with a log, page by page. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesAfter } from '#functions/core/read-log.ts';
import { edit, logOf, message, messages } from '../support/entries.ts';
import { MemoryLog } from '../support/memory-log.ts';

const after = (log: MemoryLog, seq: number, limit: number) => entriesAfter(log, 'alice~bob', seq, limit);

describe('catching up', () => {
  it('reads every entry of every kind after a seq, oldest first, at once', async () => {
    const log = new MemoryLog(logOf(message(), message(), edit(1), message()));

    const { entries, more } = await after(log, 2, 100);

    expect(entries.map(({ seq, kind }) => [seq, kind])).toEqual([
      [3, 'edit'],
      [4, 'message'],
    ]);
    expect(more).toBe(false);
    expect(log.calls.entriesFrom).toBe(1);
  });

  it('reads nothing where the client has everything', async () => {
    expect(await after(new MemoryLog(messages(4)), 4, 100)).toEqual({ entries: [], more: false });
    expect(await after(new MemoryLog(), 0, 100)).toEqual({ entries: [], more: false });
  });

  it('is a reset where the client has seen more than there is', async () => {
    await expect(after(new MemoryLog(messages(4)), 5, 100)).rejects.toMatchObject({ code: 'reset' });
    await expect(after(new MemoryLog(), 1, 100)).rejects.toMatchObject({ code: 'reset' });
  });

  it('has pages that together are the whole log, without gaps or repeats', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 9 }), async (length, limit) => {
        const log = new MemoryLog(messages(length));

        const seen: number[] = [];
        for (let more = true; more;) {
          const part = await after(log, seen.at(-1) ?? 0, limit);
          expect(part.entries.length).toBeLessThanOrEqual(limit);
          expect(part.entries.length === limit || !part.more).toBe(true);
          seen.push(...part.entries.map(({ seq }) => seq));
          ({ more } = part);
        }

        expect(seen).toEqual(log.of('alice~bob').map(({ seq }) => seq));
      }),
    );
  });
});
