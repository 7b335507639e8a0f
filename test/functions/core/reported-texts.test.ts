/** What a report keeps of the texts that a message had before. */

import { describe, expect, it } from 'vitest';
import { apply } from '#functions/core/apply.ts';
import type { Draft } from '#functions/core/entry.ts';
import { reportedTexts } from '#functions/core/reported-texts.ts';
import { draftOf, logOf, message } from '../support/entries.ts';
import { MemoryLog } from '../support/memory-log.ts';

const editTo = (body: string): Draft => draftOf({ kind: 'edit', target: 1, body });

/** Reports a message that has had these texts, and that is read while it has the nth: by default the last. */
async function reported(texts: readonly string[], nth = texts.length) {
  const [first = '', ...later] = texts;
  const entries = logOf(message(first), ...later.map(editTo));
  const log = new MemoryLog(entries);
  for (const entry of entries) await apply(entry, log);
  const { earlierTexts = [], textsNotKept } = await reportedTexts(log, 'bob', 'alice~bob.1', nth);
  return { kept: earlierTexts.map(({ body }) => body), textsNotKept };
}

describe('a report of an edited message', () => {
  it('keeps all that it said before, the newest first, however many edits hid it', async () => {
    const texts = ['You fool', ...Array.from({ length: 200 }, (_, i) => `Have a nice day ${i}`)];

    expect(await reported(texts)).toEqual({ kept: texts.slice(0, -1).toReversed(), textsNotKept: undefined });
  });

  it('keeps as many as an item can hold, and says how many more there were', async () => {
    const long = '😀'.repeat(4_000);
    const texts = ['You fool', ...Array.from({ length: 10 }, () => long), 'Have a nice day'];

    expect(await reported(texts)).toEqual({ kept: Array.from({ length: 6 }, () => long), textsNotKept: 5 });
  });

  it('keeps what came before the text that was reported, where another edit came meanwhile', async () => {
    const texts = ['You fool', 'You dear fool', 'Have a nice day'];

    expect(await reported(texts, 2)).toEqual({ kept: ['You fool'], textsNotKept: undefined });
  });
});
