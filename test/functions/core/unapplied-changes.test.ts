/** Changing a message while an earlier change to it is in the log and not applied yet. */

import { describe, expect, it, vi } from 'vitest';
import { apply } from '#functions/core/apply.ts';
import { headOf } from '#functions/core/entry.ts';
import { changes } from '../support/changes.ts';
import { deletion, draftOf, edit, message, reaction } from '../support/entries.ts';
import type { MemoryLog } from '../support/memory-log.ts';

describe('a change back to how a message read before an unapplied change', () => {
  const consume = async (log: MemoryLog) => {
    for (const entry of log.of('alice~bob')) await apply(entry, log);
  };

  it('is an edit that stays once both are applied', async () => {
    const { log, editing } = changes(message('Hello'), edit(1));

    expect(await editing('Hello')).toMatchObject({ body: 'Hello', editSeq: 3 });
    await consume(log);

    expect(log.entries[0]).toMatchObject({ body: 'Hello', editSeq: 3 });
  });

  const byBob = { sender: 'bob', recipient: 'alice' };

  it('is a removed reaction that stays removed once both are applied', async () => {
    const { log, reacting } = changes(message('Hello'), reaction(1, byBob));

    await reacting('👍', false, { person: 'bob' });
    await consume(log);

    expect(log.entries[0]).toMatchObject({ 'r#bob#👍': { seq: 3, on: false } });
  });

  it('is an added reaction that stays once both are applied', async () => {
    const { log, reacting } = changes(
      message('Hello'),
      reaction(1, byBob),
      draftOf({ kind: 'reaction', target: 1, emoji: '👍', on: false }, byBob),
    );
    for (const entry of log.entries.slice(0, 2)) await apply(entry, log);

    await reacting('👍', true, { person: 'bob' });
    await consume(log);

    expect(log.entries[0]).toMatchObject({ 'r#bob#👍': { seq: 4, on: true } });
  });

  it('sees the unapplied change even if it is applied between the two reads', async () => {
    const { log, editing } = changes(message('Hello'), edit(1));
    vi.spyOn(log, 'heads').mockImplementationOnce(async () => {
      await consume(log);
      return log.entries.slice(1).map(headOf);
    });

    expect(await editing('Hello')).toMatchObject({ body: 'Hello', editSeq: 3 });
  });

  it('is refused after an unapplied deletion', async () => {
    const { editing, reacting } = changes(message('Hello'), deletion(1));

    await expect(editing('Hello')).rejects.toMatchObject({ code: 'deleted' });
    await expect(reacting('👍', false)).rejects.toMatchObject({ code: 'deleted' });
  });
});
