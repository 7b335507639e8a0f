/** The limits on a message's changes, where many are made at the same time. */

import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { reactionsOf } from '#functions/core/apply.ts';
import type { MessageEntry } from '#functions/core/entry.ts';
import { changes } from '../support/changes.ts';
import { message } from '../support/entries.ts';

const EMOJIS = Array.from({ length: 40 }, (_, at) => String.fromCodePoint(0x1f600 + at));

/** Lets the scheduler decide when each read and write of the log takes effect. */
function interleave(scheduler: fc.Scheduler, log: ReturnType<typeof changes>['log']): void {
  for (const name of ['get', 'tail', 'put', 'entriesFrom', 'applyEdit', 'applyReaction'] as const) {
    const operation = (log[name] as (...given: unknown[]) => Promise<unknown>).bind(log);
    Object.defineProperty(log, name, {
      value: (...given: unknown[]) => scheduler.schedule(Promise.resolve(), name).then(() => operation(...given)),
    });
  }
}

async function settle(scheduler: fc.Scheduler, work: readonly Promise<unknown>[]): Promise<unknown[]> {
  const settled = Promise.allSettled(work);
  await scheduler.waitFor(settled);
  return (await settled).flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
}

describe('of changes at the same time', () => {
  it('a message gets no more emojis of one person than it may have', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 12, max: 19 }), async (scheduler, before) => {
        const { log, reacting } = changes(message('Hello'));
        for (const emoji of EMOJIS.slice(0, before)) await reacting(emoji, true);
        interleave(scheduler, log);

        const refusals = await settle(
          scheduler,
          EMOJIS.slice(before, before + 12).map((emoji, at) => reacting(emoji, at % 3 > 0)),
        );

        const used = new Set(log.entries.flatMap((entry) => ('emoji' in entry ? [entry.emoji] : [])));
        expect(used.size).toBeLessThanOrEqual(20);
        expect(reactionsOf((log.entries[0] ?? {}) as MessageEntry)).toHaveLength(used.size);
        for (const refusal of refusals)
          expect(refusal).toMatchObject({
            code: expect.stringMatching(/^(too-many-reactions|unavailable)$/) as unknown,
          });
      }),
      { numRuns: 25 },
    );
  });

  it('a message gets no more edits than it may have', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { log, editing } = changes(message('Text'));
        for (let n = 1; n <= 197; n += 1) await editing(`Text ${n}`);
        interleave(scheduler, log);

        const refusals = await settle(
          scheduler,
          Array.from({ length: 6 }, (_, n) => editing(`Text at once ${n}`)),
        );

        expect(log.entries.filter(({ kind }) => kind === 'edit')).toHaveLength(200);
        expect(refusals).toHaveLength(3);
      }),
      { numRuns: 5 },
    );
  });

  it('those of a new message cost no further read', async () => {
    const { log, reacting } = changes(message('Hello'));
    const heads = vi.spyOn(log, 'heads');

    await reacting('👍', true);

    expect(heads).not.toHaveBeenCalled();
  });
});
