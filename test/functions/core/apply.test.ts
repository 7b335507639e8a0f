/** Applying changes in any order, late and repeatedly; fast-check's scheduler decides the order. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKnown } from '#contract/entry-kinds.ts';
import { apply, withChanges } from '#functions/core/apply.ts';
import type { Change, Content, Draft, KnownEntry, MessageEntry } from '#functions/core/entry.ts';
import type { ChangeTargets } from '#functions/core/ports.ts';
import { deletion, draftOf, logOf, message } from '../support/entries.ts';
import { MemoryLog } from '../support/memory-log.ts';

const content: fc.Arbitrary<Exclude<Content, { kind: 'message' }>> = fc.oneof(
  fc.integer({ min: 1, max: 99 }).map((i) => ({ kind: 'edit', target: 1, body: `Edited text ${i}` }) as const),
  fc
    .record({ emoji: fc.constantFrom('👍', '❤️', '#️⃣'), on: fc.boolean() })
    .map((how) => ({ kind: 'reaction', target: 1, ...how }) as const),
  fc.constantFrom({ kind: 'deletion', target: 1 } as const, { kind: 'deletion', target: 1, by: 'moderator' } as const),
);
const change: fc.Arbitrary<Draft> = fc
  .tuple(content, fc.boolean())
  .map(([what, byAlice]) => draftOf(what, byAlice ? {} : { sender: 'bob', recipient: 'alice' }));

const original = message('Original text');
const changesOf = (log: readonly KnownEntry[]): Change[] => log.filter((entry) => entry.kind !== 'message');

function messageOf(log: readonly KnownEntry[]): MessageEntry {
  const [first] = log;
  if (first?.kind !== 'message') throw new Error('The log does not begin with a message.');
  return first;
}

/** What the order of application must not change; the noted edits are in the order in which they were made. */
const settled = ({ edits, ...rest }: MessageEntry) => ({
  ...rest,
  edits: new Set([...(edits ?? [])].toSorted((one, other) => one - other)),
});

/** Each update takes effect when the scheduler says so. */
function scheduled(scheduler: fc.Scheduler, targets: ChangeTargets): ChangeTargets {
  const turn = (what: string) => scheduler.schedule(Promise.resolve(), what);
  return {
    applyEdit: (edit) => turn(`edit ${edit.seq}`).then(() => targets.applyEdit(edit)),
    applyDeletion: (entry) => turn(`deletion ${entry.seq}`).then(() => targets.applyDeletion(entry)),
    applyReaction: (reaction) => turn(`reaction ${reaction.seq}`).then(() => targets.applyReaction(reaction)),
    eraseEdit: (edit) => turn(`erase ${edit.seq}`).then(() => targets.eraseEdit(edit)),
  };
}

describe('changes to a message', () => {
  it('have the same result in any order, concurrent or repeated, and leave no deleted text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(change, { maxLength: 8 }),
        fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
        async (scheduler, drafts, copies) => {
          const entries = logOf(original, ...drafts);
          const log = new MemoryLog(entries);
          const targets = scheduled(scheduler, log);

          const running = changesOf(entries).flatMap((entry, i) =>
            Array.from({ length: 1 + ((copies[i] ?? 0) % 3) }, () => apply(entry, targets)),
          );
          await scheduler.waitFor(Promise.all(running));

          const inOrder = withChanges(messageOf(entries), changesOf(entries));
          expect(settled(messageOf(log.entries.filter(isKnown)))).toEqual(settled(inOrder));
          const texts = log.entries.filter((entry) => JSON.stringify(entry).includes('text'));
          expect(inOrder.deletionSeq === undefined || texts.length === 0).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keep the newest edit, the newest reaction, and a deletion for good', () => {
    const drafts = [
      draftOf({ kind: 'edit', target: 1, body: 'One' }),
      draftOf({ kind: 'reaction', target: 1, emoji: '👍', on: true }),
      draftOf({ kind: 'edit', target: 1, body: 'Two' }),
      draftOf({ kind: 'reaction', target: 1, emoji: '👍', on: false }),
    ];
    const log = logOf(original, ...drafts, deletion(1), draftOf({ kind: 'edit', target: 1, body: 'Three' }));
    const after = (seq: number) => withChanges(messageOf(log), changesOf(log.slice(0, seq)));

    expect(after(3)).toMatchObject({ body: 'One', editSeq: 2, 'r#alice#👍': { seq: 3, on: true } });
    expect(after(5)).toMatchObject({ body: 'Two', editSeq: 4, 'r#alice#👍': { seq: 5, on: false } });
    expect(after(7)).toMatchObject({
      body: '',
      digest: '',
      deletionSeq: 6,
      deletedBy: 'sender',
      clientId: original.clientId,
    });
    expect(after(7)).not.toHaveProperty('editSeq');
  });

  it('apply only to the message they name', () => {
    const log = logOf(original, message('Another'), draftOf({ kind: 'edit', target: 2, body: 'Edited' }));

    expect(withChanges(messageOf(log), changesOf(log))).toEqual(log[0]);
  });

  it('are erased with their message, a limited number at once', async () => {
    const entries = logOf(
      original,
      ...Array.from({ length: 60 }, () => draftOf({ kind: 'edit', target: 1, body: 'Edited text' })),
      deletion(1),
    );
    const log = new MemoryLog(entries);
    let [now, most] = [0, 0];
    const counting: ChangeTargets = {
      ...log.targets,
      async eraseEdit(edit) {
        most = Math.max(most, ++now);
        await Promise.resolve().then(() => log.eraseEdit(edit));
        now--;
      },
    };

    for (const entry of entries) await apply(entry, counting);

    expect(JSON.stringify(log.entries)).not.toContain('text');
    expect(most).toBe(25);
  });

  it('leave alone a target that is not a message', async () => {
    const log = new MemoryLog(
      logOf(original, draftOf({ kind: 'reaction', target: 1, emoji: '👍', on: true }), deletion(2)),
    );
    const before = [...log.entries];

    for (const entry of before.slice(2)) await apply(entry, log);

    expect(log.entries).toEqual(before);
  });
});
