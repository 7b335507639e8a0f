/** The texts that a message had before its edits: who reads them, and what a deletion leaves. */

import { describe, expect, it } from 'vitest';
import { apply } from '#functions/core/apply.ts';
import { earlierTexts } from '#functions/core/earlier-texts.ts';
import type { Draft } from '#functions/core/entry.ts';
import { deletion, draftOf, logOf, message, reaction } from '../support/entries.ts';
import { MemoryLog } from '../support/memory-log.ts';

const id = 'alice~bob.1';
const editTo = (body: string, target = 1): Draft => draftOf({ kind: 'edit', target, body });

/** A log with all its changes applied. */
async function appliedLog(...drafts: readonly Draft[]): Promise<MemoryLog> {
  const entries = logOf(...drafts);
  const log = new MemoryLog(entries);
  for (const entry of entries) await apply(entry, log);
  return log;
}

const bodiesOf = async (log: MemoryLog, person = 'bob'): Promise<readonly string[]> =>
  (await earlierTexts(log, person, id)).texts.map(({ body }) => body);

describe('the earlier texts of a message', () => {
  it('are those that its edits replaced, the newest first, each with its time', async () => {
    const log = await appliedLog(message('One'), editTo('Two'), reaction(1), message('Else'), editTo('Three'));
    const [first, second] = log.entries;

    expect(await earlierTexts(log, 'bob', id)).toEqual({
      texts: [
        { body: 'Two', timestamp: second?.timestamp },
        { body: 'One', timestamp: first?.timestamp },
      ],
      next: undefined,
    });
    expect(await bodiesOf(log, 'alice')).toEqual(['Two', 'One']);
  });

  it('are the same where the edits were applied in another order', async () => {
    const entries = logOf(message('One'), editTo('Two'), editTo('Three'));
    const log = new MemoryLog(entries);
    for (const entry of entries.toReversed()) await apply(entry, log);

    expect(await bodiesOf(log)).toEqual(['Two', 'One']);
  });

  it('are none where it was never edited', async () => {
    expect(await bodiesOf(await appliedLog(message('One'), message('Two'), editTo('Three', 2)))).toEqual([]);
  });

  it('are erased with it, wherever they are stored', async () => {
    const log = await appliedLog(message('Secret one'), editTo('Secret two'), editTo('Secret three'), deletion(1));

    expect(await bodiesOf(log)).toEqual([]);
    expect(JSON.stringify(log.entries)).not.toContain('Secret');
  });

  it('begin with the first edit that is known, where an earlier version did not keep the first text', async () => {
    const [first, second, third] = logOf(message('One'), editTo('Two'), editTo('Three'));
    if (first?.kind !== 'message' || !second || !third) throw new Error('The log is another one.');
    const log = new MemoryLog([{ ...first, body: 'Two', editSeq: 2, edits: new Set([2]) }, second, third]);
    await apply(third, log);

    expect(await bodiesOf(log)).toEqual(['Two']);
  });

  it('come in pages, the first text on the last one', async () => {
    const log = await appliedLog(message('0'), ...Array.from({ length: 120 }, (_, i) => editTo(String(i + 1))));
    const pages: string[][] = [];
    let before: number | undefined;
    do {
      const page = await earlierTexts(log, 'bob', id, before);
      pages.push(page.texts.map(({ body }) => body));
      before = page.next;
    } while (before !== undefined);

    expect(pages.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(pages.flat()).toEqual(Array.from({ length: 120 }, (_, i) => String(119 - i)));
  });

  it.each([
    ['a third person', 'carol', id],
    ['an entry that is no message', 'bob', 'alice~bob.2'],
    ['a place that is not taken', 'bob', 'alice~bob.9'],
    ['what is no id', 'bob', 'alice~bob'],
  ])('are not found for %s', async (_, person, of) => {
    const log = await appliedLog(message('One'), editTo('Two'));

    await expect(earlierTexts(log, person, of)).rejects.toMatchObject({ code: 'not-found' });
  });
});
