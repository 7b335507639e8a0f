/** Projecting while batches run concurrently, fail and are given up; fast-check's scheduler decides the order. */

import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import { withChanges } from '#functions/core/apply.ts';
import type { Change, MessageEntry } from '#functions/core/entry.ts';
import type { ChangeTargets } from '#functions/core/ports.ts';
import { repairHead, project, type ProjectionServices } from '#functions/core/projection.ts';
import { deletion, edit, logOf, message, reaction } from '../support/entries.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { MemoryLog } from '../support/memory-log.ts';
import { noFeed } from '../support/no-feed.ts';

const CONVERSATION = 'alice~bob';
const BATCHES = 4;

const kinds = [message, () => edit(1), () => deletion(1), () => reaction(1)];

/** What follows a first message, and the batch of each entry. The entries of the extra batch were given up unseen. */
const histories = fc.array(fc.record({ draft: fc.constantFrom(...kinds), batch: fc.nat(BATCHES) }), {
  minLength: 1,
  maxLength: 12,
});

const messagesOf = (log: MemoryLog): readonly MessageEntry[] => log.of(CONVERSATION).filter(isMessage);

/** The messages with every change up to this seq. */
function changedUpTo(log: MemoryLog, seq: number): readonly MessageEntry[] {
  const changes: readonly Change[] = log
    .of(CONVERSATION)
    .filter(isKnown)
    .filter((entry) => entry.kind !== 'message');
  return messagesOf(log).map((entry) =>
    withChanges(
      entry,
      changes.filter((change) => change.seq <= seq),
    ),
  );
}

/** Each read and write takes effect when the scheduler says so, and fails where `fails` does. */
function scheduled(
  scheduler: fc.Scheduler,
  log: MemoryLog,
  fails: () => boolean,
  advanced: (seq: number) => void,
): ProjectionServices['log'] {
  const turn = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    await scheduler.schedule(Promise.resolve(), name);
    if (fails()) throw new Error(`${name} failed`);
    return act();
  };
  const targets: ChangeTargets = {
    applyEdit: (change) => turn(`edit ${change.seq}`, () => log.applyEdit(change)),
    applyDeletion: (change) => turn(`deletion ${change.seq}`, () => log.applyDeletion(change)),
    applyReaction: (change) => turn(`reaction ${change.seq}`, () => log.applyReaction(change)),
    eraseEdit: (position) => turn(`erase ${position.seq}`, () => log.eraseEdit(position)),
  };
  return {
    ...targets,
    skipIfPermanent: () => false,
    get: (position) => turn('get', () => log.get(position)),
    forgetFiles: (position) => turn('forget', () => log.forgetFiles(position)),
    entriesFrom: (...query) => turn('query', () => log.entriesFrom(...query)),
    async advanceHead(head, after) {
      const reached = await turn(`head ${head.lastSeq} after ${after}`, () => log.advanceHead(head, after));
      advanced(reached);
      return reached;
    },
  };
}

let logged: MockInstance<typeof console.error>;
beforeEach(() => {
  logged = vi.spyOn(console, 'error').mockReturnValue(undefined);
});
afterEach(() => logged.mockRestore());

describe('concurrent batches', () => {
  it('never let the head pass an unapplied change, and leave it at the newest projected entry', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        histories,
        fc.boolean(),
        fc.infiniteStream(fc.nat(20)),
        async (scheduler, history, isRead, chances) => {
          const log = new MemoryLog(logOf(message(), ...history.map(({ draft }) => draft())));
          const seen: (readonly [stored: readonly MessageEntry[], changed: readonly MessageEntry[]])[] = [];
          const fails = () => chances.next().value === 0;
          const projected = scheduled(scheduler, log, fails, (seq) =>
            seen.push([messagesOf(log), changedUpTo(log, seq)]),
          );
          const services = {
            log: projected,
            conversations: { open: async () => undefined },
            ...noFeed(),
            ...memoryFiles(),
          };
          const batches = Array.from({ length: BATCHES }, (_, batch) =>
            log.of(CONVERSATION).filter(({ seq }) => (history[seq - 2]?.batch ?? 0) === batch),
          );

          const running = batches.map(async (batch) => ((await project(batch, services)).size === 0 ? batch : []));
          await scheduler.waitFor(
            Promise.all([...running, isRead && repairHead(services, CONVERSATION, undefined, 1)]),
          );

          for (const [stored, changed] of seen) expect(stored).toEqual(changed);
          const done = (await Promise.all(running)).flat().map(({ seq }) => seq);
          expect(log.headSeqs.get(CONVERSATION) ?? 0).toBeGreaterThanOrEqual(Math.max(0, ...done));
        },
      ),
    );
  });
});
