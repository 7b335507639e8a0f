/** The append rule on the real engine, through the real SDK, while answers are lost. */

import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { conversationOf } from '#contract/message-id.ts';
import { type Appended, append } from '#functions/core/append.ts';
import { openLog } from './engine-log.ts';

const people = ['alice', 'bob'] as const;
const clock = { now: () => 0, random: () => 0, sleep: async () => setImmediate() };

interface Send {
  readonly by: 0 | 1;
  /** Copies that are sent at once. */
  readonly copies: number;
  /** True if it is sent once more after all others. */
  readonly again: boolean;
}

const send: fc.Arbitrary<Send> = fc.record({
  by: fc.constantFrom(0, 1),
  copies: fc.integer({ min: 1, max: 3 }),
  again: fc.boolean(),
});
/** Groups of concurrent sends, and the writes whose answers are lost. */
const history = fc.record({
  groups: fc.array(fc.array(send, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
  lost: fc.array(fc.nat(9), { maxLength: 3 }),
});

it(
  'a log has no hole, no duplicate and one order, however sends race, are repeated and lose their answers',
  { timeout: 180_000 },
  async () => {
    let writes = 0;
    let lost = new Set<number>();
    const log = await openLog(
      ({ headers }) => headers['x-amz-target']?.endsWith('.PutItem') === true && lost.has(writes++),
    );

    await fc.assert(
      fc.asyncProperty(history, async (given) => {
        const [one, other] = people.map((person) => `${person}-${randomUUID().slice(0, 8)}`) as [string, string];
        const conversation = conversationOf(one, other);
        const outcomes = new Map<string, Appended[]>();
        const groupOf = new Map<string, number>();
        const later: (() => Promise<void>)[] = [];
        [writes, lost] = [0, new Set(given.lost)];

        for (const [number, group] of given.groups.entries()) {
          const after = (await log.tail(conversation))?.seq ?? 0;
          await Promise.all(
            group.map(async ({ by, copies, again }) => {
              const clientId = randomUUID();
              groupOf.set(clientId, number);
              const [sender, recipient] = by === 0 ? [one, other] : [other, one];
              const copy = async () => {
                const draft = {
                  kind: 'message',
                  body: clientId,
                  sender,
                  recipient,
                  clientId,
                  digest: clientId,
                  requestId: randomUUID(),
                } as const;
                const outcome = await append(log, { draft, after, admit: async () => {}, rate: undefined }, clock);
                outcomes.set(clientId, [...(outcomes.get(clientId) ?? []), outcome]);
              };
              if (again) later.push(copy);
              await Promise.all(Array.from({ length: copies }, copy));
            }),
          );
        }
        for (const copy of later) await copy();

        const entries = await log.entriesFrom(conversation, 0, 200);
        expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1));
        expect(entries.map(({ clientId }) => clientId).sort()).toEqual([...outcomes.keys()].sort());
        for (const [clientId, copies] of outcomes) {
          const stored = entries.find((entry) => entry.clientId === clientId);
          expect(copies.map(({ entry }) => entry)).toEqual(copies.map(() => stored));
          expect(copies.filter(({ created }) => created)).toHaveLength(1);
        }
        for (const { seq, counts, sender } of entries) {
          expect(counts[sender]).toBe(entries.filter((entry) => entry.sender === sender && entry.seq <= seq).length);
        }
        const order = entries.map(({ clientId }) => groupOf.get(clientId) ?? Number.NaN);
        expect(order).toEqual(order.toSorted((before, after) => before - after));
      }),
      { numRuns: 40 },
    );
  },
);
