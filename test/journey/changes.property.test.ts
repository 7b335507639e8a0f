/** The guarded writes on the real engine, through the real SDK, compared with the rules that they implement. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { apply, withChanges } from '#functions/core/apply.ts';
import { type Content, type KnownEntry, type MessageEntry, nextEntry } from '#functions/core/entry.ts';
import { openLog } from './engine-log.ts';

const content: fc.Arbitrary<Content> = fc.oneof(
  fc.integer({ min: 1, max: 99 }).map((i) => ({ kind: 'edit', target: 1, body: `Edited text ${i}` }) as const),
  fc
    .record({ emoji: fc.constantFrom('👍', '#️⃣'), on: fc.boolean() })
    .map((how) => ({ kind: 'reaction', target: 1, ...how }) as const),
  fc.constantFrom({ kind: 'deletion', target: 1 } as const, { kind: 'deletion', target: 1, by: 'moderator' } as const),
);
/** Changes of a message, and the order in which they are applied, each of them twice. */
const history = fc
  .array(content, { minLength: 1, maxLength: 6 })
  .chain((contents) =>
    fc.tuple(
      fc.constant(contents),
      fc.shuffledSubarray([...contents.keys(), ...contents.keys()], { minLength: contents.length * 2 }),
    ),
  );

it(
  'a message ends the same whatever the order of its changes, at once or one by one, and a deletion leaves no text',
  { timeout: 180_000 },
  async () => {
    const log = await openLog();
    let histories = 0;

    await fc.assert(
      fc.asyncProperty(history, fc.boolean(), async ([contents, order], atOnce) => {
        const people = { sender: `alice-${++histories}`, recipient: 'bob' };
        const entries: KnownEntry[] = [];
        for (const said of [{ kind: 'message', body: 'Original text' } as const, ...contents]) {
          const draft = { ...said, ...people, clientId: `${entries.length}`, digest: 'digest', requestId: '' };
          const entry = nextEntry(entries.at(-1), draft, 1_000 + entries.length);
          entries.push(entry);
          await log.put(entry);
        }
        const changes = entries.filter((entry) => entry.kind !== 'message');

        const steps = order.flatMap((i) => changes[i] ?? []);
        if (atOnce) await Promise.all(steps.map((change) => apply(change, log)));
        else for (const change of steps) await apply(change, log);

        const [first, ...rest] = await log.entriesFrom(entries[0]?.conversation ?? '', 1, 100);
        const expected = withChanges(entries[0] as MessageEntry, changes);
        expect(first).toEqual(expected);
        const texts = [first, ...rest].filter((entry) => JSON.stringify(entry).includes('text'));
        expect(expected.deletionSeq === undefined || texts.length === 0).toBe(true);
      }),
      { numRuns: 60 },
    );
  },
);

it('a head advances over entries that follow it, not over a gap, and always says how far it has come', async () => {
  const log = await openLog();
  const conversation = 'ann~ben';
  const advance = (lastSeq: number, after: number) =>
    log.advanceHead({ conversation, lastSeq, counts: {}, lastMessage: lastSeq, lastMessageAt: 0 }, after);

  const reached: number[] = [];
  for (const [lastSeq, after] of [
    [3, 1],
    [2, 0],
    [5, 3],
    [5, 2],
    [4, 3],
    [5, 4],
    [7, 0],
  ] as const)
    reached.push(await advance(lastSeq, after));

  expect(reached).toEqual([0, 2, 2, 5, 5, 5, 7]);
  expect(await log.heads([conversation])).toMatchObject([{ lastSeq: 7 }]);
});
