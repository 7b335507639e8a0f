/** Appending while requests, answers and other senders interleave; fast-check's scheduler decides the order. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { append, type AppendableLog } from '#functions/core/append.ts';
import type { Draft, Entry } from '#functions/core/entry.ts';
import { manualClock } from '../support/clock.ts';
import { message, messages } from '../support/entries.ts';
import { MemoryLog } from '../support/memory-log.ts';

const CONVERSATION = 'alice~bob';

/** Each read and write takes effect when the scheduler says so; an answer is lost where `loses` does. */
function scheduled(scheduler: fc.Scheduler, log: MemoryLog, loses: () => boolean): AppendableLog {
  return {
    entriesFrom: (...query) => scheduler.schedule(Promise.resolve(), 'query').then(() => log.entriesFrom(...query)),
    tail: (conversation) => scheduler.schedule(Promise.resolve(), 'tail').then(() => log.tail(conversation)),
    put: async (entry) => {
      await scheduler.schedule(Promise.resolve(), `put ${entry.seq} by ${entry.requestId}`);
      const free = log.write(entry);
      if (!loses()) return free;
      // The SDK retries the write: others may have written in between.
      await scheduler.schedule(Promise.resolve(), `put ${entry.seq} by ${entry.requestId} again`);
      return log.write(entry);
    },
  };
}

interface Sending {
  readonly draft: Draft;
  /** True if the client says what it has seen. */
  readonly isNamed: boolean;
}

/** What people send: each message as one to three requests, most with what the client has seen. */
const sendings = fc
  .array(fc.record({ byAlice: fc.boolean(), copies: fc.integer({ min: 1, max: 3 }), named: fc.boolean() }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((sends) =>
    sends.flatMap(({ byAlice, copies, named }, i): Sending[] => {
      const people = byAlice ? { sender: 'alice', recipient: 'bob' } : { sender: 'bob', recipient: 'alice' };
      // Only a client that says what it has seen may repeat a send.
      return Array.from({ length: named ? copies : 1 }, (_, copy) => ({
        draft: message(`Text ${i}`, { ...people, clientId: `client-${i}`, requestId: `request-${i}-${copy}` }),
        isNamed: named,
      }));
    }),
  );

describe('concurrent and repeated sends', () => {
  it('leave no gap and no duplicate, and every copy of a send gets the same entry', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        sendings,
        fc.infiniteStream(fc.boolean()),
        fc.constantFrom(0, 1),
        async (scheduler, requests, losses, begun) => {
          const log = new MemoryLog(messages(begun));
          const [newest] = log.entries;
          const store = scheduled(scheduler, log, () => losses.next().value);

          const running = requests.map(({ draft, isNamed }) => {
            const after = isNamed ? begun : undefined;
            const seen = isNamed && newest ? scheduler.schedule(Promise.resolve(newest), 'read along') : undefined;
            const request = { draft, after, ...(seen && { seen }), admit: async () => undefined, rate: undefined };
            return append(store, request, manualClock());
          });
          await scheduler.waitFor(Promise.all(running));
          const answers = await Promise.all(running);

          const all = log.of(CONVERSATION);
          const entries = all.slice(begun);
          const names = new Set(requests.map(({ draft }) => draft.clientId));
          expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: names.size }, (_, i) => begun + i + 1));
          expect(new Set(entries.map(({ clientId }) => clientId))).toEqual(names);
          for (const [i, { entry, created }] of answers.entries()) {
            expect(entry).toEqual(entries.find(({ clientId }) => clientId === requests[i]?.draft.clientId));
            expect(created).toBe(entry.requestId === requests[i]?.draft.requestId);
          }
          expectRunningState(all);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Each entry carries what its predecessors add up to. */
function expectRunningState(entries: readonly Entry[]): void {
  const counts: Record<string, number> = {};
  for (const entry of entries) {
    counts[entry.sender] = (counts[entry.sender] ?? 0) + 1;
    expect(entry.counts).toEqual(counts);
    expect(entry.lastMessage).toBe(entry.seq);
  }
}
